namespace Orchestrator.Technicians;

/// <summary>Stable codes from names.</summary>
internal static class Codes
{
    /// <summary><c>TimedOut</c> becomes <c>TIMED_OUT</c>; what is upper case already stays.</summary>
    public static string Upper(string name) =>
        name.Any(char.IsAsciiLetterLower)
            ? string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"))
            : name;
}
