using System.Net;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Links.Dialing;
using Orchestrator.Testbed.Play.Story;
using Orchestrator.Testbed.Play.Vendor;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.SimulatedNetwork.Servers;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Testbed.SimulatedNetwork.World;

/// <summary>Plays scenarios in this process, without any right: the programs and the broker are the real ones, the network between them is simulated.</summary>
public sealed class SimulatedWorld : IScenarioWorld
{
    private readonly string _folder;
    private readonly ScenarioVendor _vendor;
    private readonly SiteCertificates _certificates;
    private int _plays;

    private SimulatedWorld(string folder, ScenarioVendor vendor, SiteCertificates certificates) =>
        (_folder, _vendor, _certificates) = (folder, vendor, certificates);

    /// <inheritdoc/>
    public string Name => WorldNames.Simulated;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Servers { get; } = new Dictionary<string, string>();

    /// <summary>Starts one, with a vendor of its own.</summary>
    /// <param name="folder">Everything of it lies here; the caller takes it away.</param>
    /// <param name="siteRoot">The root that this process trusts beside the system's, with its key.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<SimulatedWorld> StartAsync(string folder, X509Certificate2 siteRoot, CancellationToken cancellationToken)
    {
        var vendor = await ScenarioVendor.StartAsync(folder, new IPEndPoint(IPAddress.Loopback, 0), broker => new DirectNetwork(broker), cancellationToken);
        var roots = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null).OuterTlsRoots;
        return new SimulatedWorld(folder, vendor, new SiteCertificates(siteRoot, roots[0].Span, TimeProvider.System.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async Task<WorldResult> PlayAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var folder = Path.Combine(_folder, $"play-{Interlocked.Increment(ref _plays)}-{scenario.Id}");
        Directory.CreateDirectory(folder);
        await using var site = new SimulatedSite(scenario, _vendor.Listens, _certificates);
        return await new ScenarioPlay(scenario, site, _vendor, folder).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _vendor.DisposeAsync();
        _certificates.Dispose();
    }
}
