namespace Orchestrator.Plugins.Shared.Http;

/// <summary>Head of an HTTP/1.x answer.</summary>
/// <param name="MinorVersion">0 or 1.</param>
/// <param name="Status">100 to 599.</param>
/// <param name="Reason">May be empty.</param>
/// <param name="Headers">In order, names as they came.</param>
internal sealed record HttpHead(int MinorVersion, int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Every value of a header.</summary>
    public IEnumerable<string> All(string name) =>
        Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The value of a header that came exactly once; null otherwise.</summary>
    public string? Single(string name) => All(name).ToArray() is [var only] ? only : null;

    /// <summary>True when a comma-separated header holds a token, case ignored.</summary>
    public bool HasToken(string name, string token) =>
        All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).Contains(token, StringComparer.OrdinalIgnoreCase);
}
