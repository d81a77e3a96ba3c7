using System.Collections.Immutable;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.RealNetwork.Firewall;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Programs;
using Orchestrator.Testbed.RealNetwork.Services;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Running;

/// <summary>The site of one scenario: its computers with everything that runs on them.</summary>
internal sealed class RealSite : IScenarioSite
{
    private readonly Scenario _scenario;
    private readonly Site _site;
    private readonly SiteServices _services;

    private RealSite(Scenario scenario, Site site, SiteServices services)
    {
        _scenario = scenario;
        _site = site;
        _services = services;
    }

    /// <summary>Builds computers, cables, servers and firewalls.</summary>
    public static async Task<RealSite> BuildAsync(Scenario scenario, SiteTrust trust, Func<Task<Site>> build, CancellationToken cancellationToken)
    {
        var site = await build().ConfigureAwait(false);
        var services = new SiteServices(site, trust);
        try
        {
            await InstrumentWatch.ApplyAsync(site.Instrument, scenario.Proxy, cancellationToken).ConfigureAwait(false);
            await services.StartAsync(scenario, cancellationToken).ConfigureAwait(false);
            await InternetRules.ApplyAsync(site.Internet, services.MiddleboxPort, cancellationToken).ConfigureAwait(false);
            await SiteFirewall.ApplyAsync(site.Router, scenario.Network, scenario.Proxy, services.Redirects, cancellationToken).ConfigureAwait(false);
            return new RealSite(scenario, site, services);
        }
        catch (Exception e) when (e is InvalidOperationException or FileNotFoundException)
        {
            await services.DisposeAsync().ConfigureAwait(false);
            await site.DisposeAsync().ConfigureAwait(false);
            throw new WorldException($"A server of this scenario doesn't start: {e.Message}", e);
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            await site.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IInstrumentEnd> StartAsync(InstrumentOrder order, CancellationToken cancellationToken) => Task.FromResult<IInstrumentEnd>(
        InstrumentProgram.Start(_site.Instrument, order, SiteFileText.Of(_scenario, SiteAddresses.ProxyAddress(_scenario.Network.Addresses).ToString()), _services.Environment));

    /// <inheritdoc/>
    public Task CutAsync(CancellationToken cancellationToken)
    {
        _services.CutAll();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Hop>> HopsAsync(CancellationToken cancellationToken)
    {
        var sent = await InstrumentWatch.ReadAsync(_site.Instrument, _scenario.Proxy, cancellationToken).ConfigureAwait(false);
        var passed = await SiteFirewall.ReadAsync(_site.Router, cancellationToken).ConfigureAwait(false);
        return HopList.Of(sent, passed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync().ConfigureAwait(false);
        await _site.DisposeAsync().ConfigureAwait(false);
    }
}
