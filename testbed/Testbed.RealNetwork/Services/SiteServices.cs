using System.Net;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Firewall;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers.Running;
using Orchestrator.Testbed.Servers.Socks;
using Orchestrator.Testbed.SimulatedNetwork.Servers;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>What serves on a site's computers, and what the firewalls must know of it.</summary>
internal sealed class SiteServices(Site site, SiteTrust trust) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<Listener> _wires = [];
    private readonly List<(KnownHop Hop, int Port)> _redirects = [];
    private readonly Dictionary<string, string> _environment = new() { ["SSL_CERT_FILE"] = trust.RootFile };

    /// <summary>Port on the internet's computer of what takes connections to the broker over; null: nothing does.</summary>
    public int? MiddleboxPort { get; private set; }

    /// <summary>Connections from the laboratory that a program on the router takes over.</summary>
    public IReadOnlyList<(KnownHop Hop, int Port)> Redirects => _redirects;

    /// <summary>Variables of QuickSupport there.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    /// <summary>Starts everything that a scenario has.</summary>
    public async Task StartAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        await NameServer.StartAsync(site, scenario.Network, cancellationToken).ConfigureAwait(false);
        if (scenario.Proxy is { } proxy)
        {
            await StartProxyAsync(scenario, proxy, cancellationToken).ConfigureAwait(false);
        }

        if (scenario.Middlebox is { } box)
        {
            var (port, running) = await new Middleboxes(site, trust, scenario.Network.Addresses).StartAsync(box, cancellationToken).ConfigureAwait(false);
            _running.Add(running);
            MiddleboxPort = port;
        }

        if (scenario.Network.Portal is not PortalKind.None and var portal)
        {
            var listener = await ListenAsync(site.Router, new IPEndPoint(IPAddress.IPv6Any, 0), new Portal(portal, trust.Certificates).ServeAsync).ConfigureAwait(false);
            _redirects.AddRange(Hops(HostRole.Broker, scenario.Proxy).Select(hop => (hop, listener.Port)));
        }
        else if (scenario.Faults is not null || scenario.Steps.Any(step => step is TechnicianStep.Cut))
        {
            await StartWiresAsync(scenario).ConfigureAwait(false);
        }
    }

    /// <summary>Resets the instrument PC's connections.</summary>
    public void CutAll()
    {
        foreach (var wire in _wires)
        {
            wire.CutAll();
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

    private static IEnumerable<KnownHop> Hops(HostRole role, ProxySetup? proxy) => KnownHop.All(proxy).Where(hop => hop.Role == role);

    private async Task StartProxyAsync(Scenario scenario, ProxySetup proxy, CancellationToken cancellationToken)
    {
        if (proxy.FoundBy == ProxySource.System)
        {
            _environment["https_proxy"] = $"http://{SiteNames.Proxy}:{SiteNames.Port(HostRole.Proxy, proxy.Kind)}";
        }

        var kerberos = await KerberosAsync(scenario, proxy, cancellationToken).ConfigureAwait(false);
        var servers = new ProxyServers(trust, scenario.Network.Addresses, kerberos?.Proxy);
        if (proxy.Answers is { } answer)
        {
            await ListenAsync(
                site.Router,
                new IPEndPoint(IPAddress.IPv6Any, SiteNames.Port(HostRole.Proxy, proxy.Kind)),
                (stream, stop) => OddAnswers.GiveAsync(answer, stream, () => Resets.Reset(stream), stop)).ConfigureAwait(false);
        }
        else if (!proxy.IsDown)
        {
            await ServeAsync(servers, proxy, HostRole.Proxy, cancellationToken).ConfigureAwait(false);
        }

        if (proxy.Pac is { } pac)
        {
            await ServeAsync(servers, proxy with { Denies = false, Answers = null, Server = proxy.Server == ProxyServer.Scripted ? ProxyServer.Squid : proxy.Server }, HostRole.SecondProxy, cancellationToken).ConfigureAwait(false);
            var port = SiteNames.Port(HostRole.Proxy, proxy.Kind);
            await ListenAsync(
                site.Router, new IPEndPoint(IPAddress.IPv6Any, SiteNames.Port(HostRole.PacServer)), new PacServer(pac, text => PacText.Fill(text, port)).ServeAsync).ConfigureAwait(false);
        }
    }

    /// <summary>Where Negotiate is offered the proxy has Kerberos; the instrument PC has it where the firewall lets it reach the KDC.</summary>
    private async Task<KerberosSite?> KerberosAsync(Scenario scenario, ProxySetup proxy, CancellationToken cancellationToken)
    {
        _environment["KRB5_CONFIG"] = "/dev/null";
        if (!proxy.Schemes.Contains(ProxyScheme.Negotiate))
        {
            return null;
        }

        var kerberos = await KerberosSite.StartAsync(site, scenario.Network.Addresses, cancellationToken).ConfigureAwait(false);
        _running.Add(kerberos.Server);
        if (scenario.Network.Allow.Contains(HostRole.Kdc))
        {
            foreach (var (name, value) in await kerberos.JoinAsync(site, proxy.Credentials == CredentialChoice.Ticket, cancellationToken).ConfigureAwait(false))
            {
                _environment[name] = value;
            }
        }

        return kerberos;
    }

    private async Task ServeAsync(ProxyServers servers, ProxySetup proxy, HostRole role, CancellationToken cancellationToken)
    {
        foreach (var options in servers.Of(proxy, role))
        {
            var place = Places.On(site.Router, site.Folder);
            if (options is DanteOptions { AsksForAccount: true })
            {
                var hash = await site.Router.RunAsync("openssl", ["passwd", "-6", "-stdin"], cancellationToken, SiteNames.Password + "\n").ConfigureAwait(false);
                site.Router.Etc.AddAccount(SiteNames.User, hash.Trim());
                place = Places.AsRootOn(site.Router, site.Folder);
            }

            _running.Add(await RunningServer.StartAsync(options, place, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task StartWiresAsync(Scenario scenario)
    {
        var wire = new FaultyWire(site.Router, scenario.Faults ?? new FaultSetup());
        HostRole[] ends = scenario.Proxy is null ? [HostRole.Broker] : scenario.Proxy.Pac is null ? [HostRole.Proxy] : [HostRole.Proxy, HostRole.SecondProxy, HostRole.Broker];
        foreach (var hop in ends.SelectMany(end => Hops(end, scenario.Proxy)))
        {
            var listener = await ListenAsync(site.Router, new IPEndPoint(IPAddress.IPv6Any, 0), (stream, stop) => wire.ServeAsync(stream, hop.EndPoint, stop)).ConfigureAwait(false);
            _wires.Add(listener);
            _redirects.Add((hop, listener.Port));
        }
    }

    private async Task<Listener> ListenAsync(Computer computer, IPEndPoint at, Func<Stream, CancellationToken, Task> serve)
    {
        var listener = await Listener.StartAsync(computer, at, serve).ConfigureAwait(false);
        _running.Add(listener);
        return listener;
    }
}
