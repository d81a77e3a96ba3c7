using System.Collections.Immutable;
using Orchestrator.Testbed.RealNetwork.Firewall;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Servers.Running;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>What serves on a site's computers, and what the firewalls must know of it.</summary>
internal sealed class SiteServices(Site site) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _running = [];

    /// <summary>Port on the internet's computer of what takes connections to the broker over; null: nothing does.</summary>
    public int? MiddleboxPort { get; }

    /// <summary>Connections from the laboratory that a program on the router takes over.</summary>
    public IReadOnlyList<(KnownHop Hop, int Port)> Redirects { get; } = [];

    /// <summary>Variables of QuickSupport there.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Starts everything that a scenario has.</summary>
    public async Task StartAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        await NameServer.StartAsync(site, scenario.Network, cancellationToken).ConfigureAwait(false);
        if (scenario.Proxy is { IsDown: false } proxy)
        {
            var options = ProxyServers.Of(proxy, scenario.Network.Addresses);
            _running.Add(await RunningServer.StartAsync(options, Places.On(site.Router, site.Folder), cancellationToken).ConfigureAwait(false));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_running))
        {
            await one.DisposeAsync().ConfigureAwait(false);
        }
    }
}
