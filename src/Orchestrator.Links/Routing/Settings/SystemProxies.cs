using System.Collections.Immutable;

namespace Orchestrator.Links.Routing.Settings;

/// <summary>What this computer's settings say.</summary>
/// <param name="Proxies">In the order of trying; empty when they name none.</param>
/// <param name="Bypass">Names that are reached without them.</param>
/// <param name="Findings">Where it was found, or why it can't be used.</param>
internal sealed record SystemProxies(ImmutableArray<Route> Proxies, BypassList Bypass, ImmutableArray<RouteFinding> Findings)
{
    /// <summary>Nothing is set.</summary>
    public static SystemProxies None { get; } = new([], BypassList.Empty, []);

    /// <summary>The proxies for a name; none when it is to be reached without.</summary>
    public ImmutableArray<Route> For(string name) => Bypass.Contains(name) ? [] : Proxies;
}
