using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Broker.Settings;

/// <summary>What <c>broker.json</c> says about the instruments' programs. An empty list asks nothing.</summary>
public sealed record InstrumentSettings
{
    private const int MostEntries = 1000;
    private const int LongestName = 100;

    /// <summary>SHA-256 of the files that may run, lower-case hex.</summary>
    public IReadOnlyList<string> Executables { get; init; } = [];

    /// <summary>Compositions that may run, for example <c>shipped</c>.</summary>
    public IReadOnlyList<string> Compositions { get; init; } = [];

    /// <summary>Beginnings of the operating systems' names, for example <c>Microsoft Windows</c>.</summary>
    public IReadOnlyList<string> OperatingSystems { get; init; } = [];

    /// <summary>With the oldest version that the signed configuration allows.</summary>
    internal PostureRules Rules(Version minimum) => new(minimum, [.. Executables], [.. Compositions], [.. OperatingSystems]);

    /// <summary>What is wrong, in words; null when nothing is.</summary>
    internal string? Flaw()
    {
        if (Executables.Count > MostEntries || !Executables.All(IsHash))
        {
            return $"'instruments.executables' needs at most {MostEntries} SHA-256 values, each 64 lower-case hexadecimal digits.";
        }

        return new[] { Compositions, OperatingSystems }.All(names => names.Count <= MostEntries && names.All(name => SafeText.IsSafe(name, LongestName)))
            ? null
            : $"'instruments.compositions' and 'instruments.operatingSystems' need at most {MostEntries} names of 1 to {LongestName} visible characters.";
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit) && !text.Any(char.IsAsciiLetterUpper);
}
