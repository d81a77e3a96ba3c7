using System.Collections.Immutable;

namespace Orchestrator.Links.Routing.Settings;

/// <summary>
/// Names that go without the proxy, as <c>no_proxy</c> and its relatives list them: <c>example.org</c> and <c>.example.org</c> mean the domain and
/// everything below, <c>*</c> everything, <c>*.example.org</c> what is below, <c>name:port</c> that port. Addresses and nets are passed over: the broker
/// is dialled by name alone.
/// </summary>
internal sealed class BypassList
{
    private readonly ImmutableArray<string> entries;
    private readonly int port;

    private BypassList(ImmutableArray<string> entries, int port) => (this.entries, this.port) = (entries, port);

    /// <summary>No names.</summary>
    public static BypassList Empty { get; } = new([], 0);

    /// <summary>Reads a list.</summary>
    /// <param name="text">Entries between commas, semicolons or spaces.</param>
    /// <param name="port">The port that is dialled.</param>
    public static BypassList Of(string? text, int port) => string.IsNullOrWhiteSpace(text)
        ? Empty
        : new([.. text.Split([',', ';', ' ', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.ToLowerInvariant())], port);

    /// <summary>True when a name goes without the proxy.</summary>
    public bool Contains(string name) => entries.Any(entry => IsMatch(entry, name));

    private bool IsMatch(string entry, string name)
    {
        if (entry == "*")
            return true;
        if (entry.LastIndexOf(':') is > 0 and var colon && int.TryParse(entry.AsSpan(colon + 1), out var only))
        {
            if (only != port)
                return false;
            entry = entry[..colon];
        }

        if (entry.StartsWith("*.", StringComparison.Ordinal))
            return name.EndsWith(entry[1..], StringComparison.Ordinal);
        var domain = entry.TrimStart('.');
        return domain.Length > 0 && (name == domain || name.EndsWith($".{domain}", StringComparison.Ordinal));
    }
}
