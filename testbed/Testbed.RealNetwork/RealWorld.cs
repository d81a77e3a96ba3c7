using System.Collections.Concurrent;
using Orchestrator.Testbed.Play.Story;
using Orchestrator.Testbed.Play.Vendor;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Programs;
using Orchestrator.Testbed.RealNetwork.Running;
using Orchestrator.Testbed.RealNetwork.Services;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Testbed.RealNetwork;

/// <summary>
/// The real world: network namespaces for the instrument PC, the site, the internet and the vendor, firewalls with counters between them, real servers,
/// and QuickSupport and the broker as processes. The vendor is set up once; each scenario gets a site of its own.
/// </summary>
public sealed class RealWorld : IScenarioWorld
{
    private readonly RunFolder _folder;
    private readonly Warden _warden;
    private readonly Computer _vendorComputer;
    private readonly ScenarioVendor _vendor;
    private readonly SiteTrust _trust;

    /// <summary>Not in use; the one that was in use last comes last, for a cable outlives its site by a moment.</summary>
    private readonly ConcurrentQueue<int> _cables = new(Enumerable.Range(0, SiteAddresses.Cables));

    private int _plays;

    private RealWorld(RunFolder folder, Warden warden, Computer vendorComputer, ScenarioVendor vendor, SiteTrust trust, IReadOnlyDictionary<string, string> servers)
    {
        _folder = folder;
        _warden = warden;
        _vendorComputer = vendorComputer;
        _vendor = vendor;
        _trust = trust;
        Servers = servers;
    }

    /// <inheritdoc/>
    public string Name => WorldNames.Real;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Servers { get; }

    /// <summary>Sets up the vendor.</summary>
    /// <exception cref="WorldException">This machine doesn't give what is needed, or the vendor's programs don't start.</exception>
    public static async Task<RealWorld> StartAsync(CancellationToken cancellationToken)
    {
        if (await RealNetworkNeeds.MissingAsync(cancellationToken).ConfigureAwait(false) is { } missing)
        {
            throw new WorldException($"The real world can't be set up: {missing}.");
        }

        var folder = RunFolder.Create();
        Warden? warden = null;
        try
        {
            warden = await Warden.StartAsync(cancellationToken).ConfigureAwait(false);
            var computer = await BrokerProgram.AddComputerAsync(warden, folder.New("vendor"), cancellationToken).ConfigureAwait(false);
            var vendor = await ScenarioVendor.StartAsync(
                folder.New("vendor"), (setup, token) => BrokerProgram.ServeAsync(computer, setup, token), cancellationToken).ConfigureAwait(false);
            var roots = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null).OuterTlsRoots;
            var servers = await ServerVersions.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new RealWorld(folder, warden, computer, vendor, SiteTrust.Make(folder.Path, roots[0].Span), servers);
        }
        catch
        {
            if (warden is not null)
            {
                await warden.DisposeAsync().ConfigureAwait(false);
            }

            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<WorldResult> PlayAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (!_cables.TryDequeue(out var cable))
        {
            throw new WorldException($"More than {SiteAddresses.Cables} scenarios are played at once.");
        }

        try
        {
            var folder = _folder.New($"play-{Interlocked.Increment(ref _plays)}-{scenario.Id}");
            await using var site = await RealSite.BuildAsync(
                scenario, _trust, () => Site.BuildAsync(folder, scenario.Network.Addresses, _vendorComputer, cable, cancellationToken), cancellationToken).ConfigureAwait(false);
            return await new ScenarioPlay(scenario, site, _vendor, Path.Combine(folder, "run")).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _cables.Enqueue(cable);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _vendor.DisposeAsync().ConfigureAwait(false);
        await _warden.DisposeAsync().ConfigureAwait(false);
        _trust.Dispose();
        _folder.Dispose();
    }
}
