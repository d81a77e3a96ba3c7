using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Play.Sites;

/// <summary>What a world has put around the instrument PC for one scenario: its network, with everything on it. Disposal takes it down.</summary>
public interface IScenarioSite : IAsyncDisposable
{
    /// <summary>Starts QuickSupport on the instrument PC.</summary>
    Task<IInstrumentEnd> StartAsync(InstrumentOrder order, CancellationToken cancellationToken);

    /// <summary>Cuts every connection that the instrument PC has at this moment; new ones are let through.</summary>
    Task CutAsync(CancellationToken cancellationToken);

    /// <summary>Where the instrument PC sent packets since the site was made.</summary>
    Task<ImmutableArray<Hop>> HopsAsync(CancellationToken cancellationToken);
}
