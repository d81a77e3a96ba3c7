using System.Collections.Immutable;

namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>What the site file says beside the proxy.</summary>
public sealed record SiteSetup
{
    /// <summary>Further lines of the site file, word for word. They must not name the proxy's address or account: the scenario's own keys do.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];
}
