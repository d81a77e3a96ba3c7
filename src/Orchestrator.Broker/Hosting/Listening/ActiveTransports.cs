using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>
/// The transports that serve at this moment, asked again for each connection: one may come, go or change its version while the broker runs. Where two
/// claim the same path or name, the first has it.
/// </summary>
/// <param name="current">Gives them; called at once from many threads.</param>
internal sealed class ActiveTransports(Func<IReadOnlyList<ITransport>> current)
{
    /// <summary>The transport on an HTTP path; null when there is none.</summary>
    public (ITransport Transport, string Name)? ByPath(string path) =>
        Told(transport => (Transport: transport, transport.Traits))
            .Where(told => told.Traits.Path == path)
            .Select(told => ((ITransport, string)?)(told.Transport, told.Traits.Name))
            .FirstOrDefault();

    /// <summary>The transport that speaks under an ALPN name; null when there is none.</summary>
    public (IAlpnTransport Transport, string Name)? ByAlpn(string alpn) =>
        Told(transport => transport is IAlpnTransport raw && raw.Alpn.Contains(alpn, StringComparer.Ordinal) ? (raw, transport.Traits.Name) : ((IAlpnTransport, string)?)null)
            .FirstOrDefault(told => told is not null);

    /// <summary>All ALPN names of raw links.</summary>
    public IReadOnlyList<string> AlpnNames() => [.. Told(transport => transport is IAlpnTransport raw ? raw.Alpn : []).SelectMany(names => names).Distinct(StringComparer.Ordinal)];

    /// <summary>Their short names, for the log.</summary>
    public string Names() => string.Join(", ", Told(transport => transport.Traits.Name));

    // One that can't say what it is, as when no generation of it is active, serves nobody, and the others go on.
    private IEnumerable<T> Told<T>(Func<ITransport, T> ask)
    {
        foreach (var transport in current())
        {
            T told;
            try
            {
                told = ask(transport);
            }
            catch (PluginFaultException)
            {
                continue;
            }

            yield return told;
        }
    }
}
