using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Orchestrator.Testbed.Play.Instrument;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.SimulatedNetwork.Network;
using Orchestrator.Testbed.SimulatedNetwork.Servers;
using Orchestrator.Testbed.SimulatedNetwork.Time;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.SimulatedNetwork.World;

/// <summary>One scenario's network in memory, with a clock of its own for the instrument PC.</summary>
internal sealed class SimulatedSite : IScenarioSite
{
    private readonly Scenario _scenario;
    private readonly JumpingClock _clock = new(TimeProvider.System);
    private readonly Quiet _quiet = new();
    private readonly Internet _internet;
    private readonly InstrumentView _view;
    private readonly SiteCertificates _certificates;
    private readonly ClockJumper _jumper;

    public SimulatedSite(Scenario scenario, IPEndPoint broker, SiteCertificates certificates)
    {
        (_scenario, _certificates) = (scenario, certificates);
        var faults = scenario.Faults ?? new FaultSetup();
        _internet = new Internet(faults, _clock, _quiet);
        _view = new InstrumentView(_internet, scenario.Network, scenario.Proxy, faults.LatencyMilliseconds);
        AddBroker(new BrokerBridge(broker));
        if (scenario.Proxy is { } proxy)
            AddProxy(proxy);
        _jumper = new ClockJumper(_clock, _quiet);
    }

    /// <inheritdoc/>
    public async Task<IInstrumentEnd> StartAsync(InstrumentOrder order, CancellationToken cancellationToken) => await InProcessInstrument.StartAsync(
        order, SiteFileText.Of(_scenario, SitePlan.ProxyAddress(_scenario.Network.Addresses)), _view, _clock, cancellationToken);

    /// <inheritdoc/>
    public Task CutAsync(CancellationToken cancellationToken)
    {
        _internet.CutAll();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<Hop>> HopsAsync(CancellationToken cancellationToken) => Task.FromResult(_view.Hops);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _jumper.DisposeAsync();
        await _internet.DisposeAsync();
        _clock.Dispose();
    }

    private IPAddress[] At(HostRole role) => SitePlan.Of(role, _scenario.Network.Addresses);

    private void AddBroker(BrokerBridge bridge)
    {
        _internet.Add(HostRole.Broker, At(HostRole.Broker), SiteNames.Broker);
        _internet.Add(HostRole.Elsewhere, At(HostRole.Elsewhere), SiteNames.Elsewhere);
        Serve serve = _scenario switch
        {
            { Network.Portal: not PortalKind.None and var portal } => new Portal(portal, _certificates).ServeAsync,
            { Middlebox: { } box } => new Middlebox(box, bridge, _certificates, _internet).ServeAsync,
            _ => bridge.ServeAsync,
        };
        _internet.Listen(HostRole.Broker, SiteNames.Port(HostRole.Broker), serve);
    }

    private void AddProxy(ProxySetup proxy)
    {
        _internet.Add(HostRole.Proxy, At(HostRole.Proxy), SiteNames.Proxy);
        _internet.Add(HostRole.SecondProxy, At(HostRole.SecondProxy), SiteNames.SecondProxy);
        var port = SiteNames.Port(HostRole.Proxy, proxy.Kind);
        if (!proxy.IsDown)
            _internet.Listen(HostRole.Proxy, port, ServeOf(proxy, SiteNames.Proxy));
        if (proxy.Pac is not { } pac)
            return;
        _internet.Listen(HostRole.SecondProxy, port, ServeOf(proxy with { Denies = false, Answers = null }, SiteNames.SecondProxy));
        _internet.Add(HostRole.PacServer, At(HostRole.PacServer), SiteNames.PacServer, $"wpad.{SiteNames.SiteDomain}");
        _internet.Listen(HostRole.PacServer, SiteNames.Port(HostRole.PacServer), new PacServer(pac, text => PacText.Fill(text, port)).ServeAsync);
    }

    private Serve ServeOf(ProxySetup proxy, string name)
    {
        Serve serve = proxy switch
        {
            { Answers: { } answer } => (stream, stop) => AnswerAsync(answer, stream, stop),
            { Kind: ProxyKind.Socks5 } => new SocksProxy(proxy, _internet).ServeAsync,
            _ => new HttpProxy(proxy, _internet).ServeAsync,
        };
        return proxy.Kind == ProxyKind.Https ? InTls(serve, name) : serve;
    }

    private async Task AnswerAsync(OddAnswer answer, Stream stream, CancellationToken cancellationToken)
    {
        using var waiting = answer == OddAnswer.Hang ? _quiet.Wait() : null;
        await OddAnswers.GiveAsync(answer, stream, () => (stream as SimulatedStream)?.Connection.Reset(), cancellationToken);
    }

    private Serve InTls(Serve serve, string name) => async (stream, cancellationToken) =>
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = _certificates.Of(name), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
            cancellationToken);
        await serve(tls, cancellationToken);
    };
}
