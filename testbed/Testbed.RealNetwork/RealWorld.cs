using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Testbed.RealNetwork.Firewall;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Programs;
using Orchestrator.Testbed.RealNetwork.Running;
using Orchestrator.Testbed.RealNetwork.Services;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers.Running;

namespace Orchestrator.Testbed.RealNetwork;

/// <summary>
/// The real world: network namespaces for the instrument PC, the site, the internet and the vendor, firewalls with counters between them, real servers and
/// the programs as processes. The vendor is set up once; each scenario gets a site of its own.
/// </summary>
public sealed class RealWorld : IScenarioWorld
{
    private static readonly TimeSpan LongestPlay = TimeSpan.FromMinutes(3);

    private readonly RunFolder _folder;
    private readonly Vendor _vendor;
    private readonly ConcurrentBag<int> _cables = [.. Enumerable.Range(0, SiteAddresses.Cables)];
    private int _played;

    private RealWorld(RunFolder folder, Vendor vendor) => (_folder, _vendor) = (folder, vendor);

    /// <inheritdoc/>
    public string Name => WorldNames.Real;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Servers { get; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Sets up the vendor.</summary>
    /// <exception cref="WorldException">This machine doesn't give what is needed, or the vendor's programs don't start.</exception>
    public static async Task<RealWorld> StartAsync(CancellationToken cancellationToken)
    {
        if (await RealNetworkNeeds.MissingAsync(cancellationToken).ConfigureAwait(false) is { } missing)
        {
            throw new WorldException($"The real world can't be set up: {missing}.");
        }

        var folder = RunFolder.Create();
        try
        {
            return new RealWorld(folder, await Vendor.StartAsync(folder.New("vendor"), cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<WorldResult> PlayAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (!_cables.TryTake(out var cable))
        {
            throw new WorldException($"More than {SiteAddresses.Cables} scenarios are played at once.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestPlay);
        try
        {
            var folder = _folder.New($"{scenario.Id}-{Interlocked.Increment(ref _played)}");
            await using var site = await Site.BuildAsync(folder, scenario.Network.Addresses, _vendor.Computer, cable, limit.Token).ConfigureAwait(false);
            return await PlayAsync(scenario, site, limit.Token).ConfigureAwait(false);
        }
        finally
        {
            _cables.Add(cable);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _vendor.DisposeAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private async Task<WorldResult> PlayAsync(Scenario scenario, Site site, CancellationToken cancellationToken)
    {
        await NameServer.StartAsync(site, scenario.Network, cancellationToken).ConfigureAwait(false);
        await using var proxy = scenario.Proxy is { IsDown: false } setup
            ? await RunningServer.StartAsync(ProxyServers.Of(setup, scenario.Network.Addresses), Places.On(site.Router, site.Folder), cancellationToken).ConfigureAwait(false)
            : null;
        await InternetRules.ApplyAsync(site.Internet, middlebox: null, cancellationToken).ConfigureAwait(false);
        await SiteFirewall.ApplyAsync(site.Router, scenario.Network, scenario.Proxy, [], cancellationToken).ConfigureAwait(false);
        await InstrumentWatch.ApplyAsync(site.Instrument, scenario.Proxy, cancellationToken).ConfigureAwait(false);

        var started = TimeProvider.System.GetTimestamp();
        var folder = Path.Combine(site.Folder, "pc");
        var script = TechnicianScript.Write(Path.Combine(site.Folder, "technician"), Path.Combine(folder, "files"), scenario.Steps);
        await using var instrument = InstrumentProgram.Start(
            site.Instrument, folder, _vendor.Configuration, SiteFiles.Write(site.Folder, scenario), scenario.Operator, ImmutableDictionary<string, string>.Empty);
        var session = new RealSession(_vendor, instrument, script);
        var verdict = await session.PlayAsync(cancellationToken).ConfigureAwait(false);
        var took = TimeProvider.System.GetElapsedTime(started);

        return new WorldResult
        {
            Verdict = verdict,
            Sentence = verdict == Verdict.Connected ? "" : session.End.Text("sentence"),
            InstrumentRecords = LogCodes.Of(LogCodes.ReadRun(instrument.Logs)),
            BrokerRecords = LogCodes.Of(LogCodes.Read(_vendor.Log).Where(record => session.Number.Length > 0 && record.Text("session") == session.Number)),
            Hops = await HopsAsync(site, scenario.Proxy, cancellationToken).ConfigureAwait(false),
            Flaws = session.Flaws,
            Took = took,
        };
    }

    private static async Task<ImmutableArray<Hop>> HopsAsync(Site site, ProxySetup? proxy, CancellationToken cancellationToken)
    {
        var sent = await InstrumentWatch.ReadAsync(site.Instrument, proxy, cancellationToken).ConfigureAwait(false);
        var passed = await SiteFirewall.ReadAsync(site.Router, cancellationToken).ConfigureAwait(false);
        return HopList.Of(sent, passed);
    }
}
