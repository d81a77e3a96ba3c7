using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Abstractions;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Transport.HttpStream;
using Orchestrator.Plugins.Transport.LongPoll;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Testbed.Servers.Interception;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Broker.Tests.Hosting;

/// <summary>Which transport a dial comes to behind proxies that end TLS and misbehave, and how long that takes: real time, because the proxies are real.</summary>
[Trait("Requirement", "R-NET-11")]
[Collection(nameof(LadderTests))]
[CollectionDefinition(nameof(LadderTests), DisableParallelization = true)]
public sealed class LadderTests : IAsyncLifetime
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly List<ITransport> _transports = [];
    private TestBroker _broker = null!;
    private BrokerHost _host = null!;
    private byte[] _authority = null!;

    public async Task InitializeAsync()
    {
        foreach (var transport in (ITransport[])[new WebSocketTransport(), new HttpStreamTransport(), new LongPollTransport()])
        {
            await transport.StartAsync(new PluginContext { Time = TimeProvider.System, Log = new HostPluginLog("test", NullLogger.Instance) }, CancellationToken.None);
            _transports.Add(transport);
        }

        _broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        _host = await BrokerHost.StartAsync(
            new BrokerOptions
            {
                DataFolder = _broker.Folder.Root,
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                Links = _ => async link => await link.Pipe.Input.CopyToAsync(link.Pipe.Output, link.Closed),
                Transports = () => _transports,
            },
            _broker.Passwords,
            CancellationToken.None);
        _authority = ConfigurationLoader.Load(_broker.Folder.ClientConfiguration, TestKeys.Root.Fingerprint).OuterTlsRoots[0].ToArray();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }
    }

    [Fact]
    public async Task Behind_one_that_only_looks_it_stays_with_WebSocket() => await SettlesAsync(new InterceptionOptions(), "websocket");

    [Fact]
    public async Task Behind_one_that_strips_upgrades_it_streams() => await SettlesAsync(new InterceptionOptions { StripUpgrade = true }, "http-stream");

    [Fact]
    public async Task Behind_one_that_answers_101_and_swallows_the_rest_it_streams() => await SettlesAsync(new InterceptionOptions { Swallow101 = true }, "http-stream");

    [Fact]
    public async Task Behind_one_that_strips_upgrades_and_collects_bodies_it_polls() =>
        await SettlesAsync(new InterceptionOptions { StripUpgrade = true, BufferBodies = true }, "long-poll");

    [Fact]
    public async Task Behind_one_that_swallows_collects_and_closes_after_each_answer_it_polls() =>
        await SettlesAsync(new InterceptionOptions { Swallow101 = true, BufferBodies = true, CloseAfterAnswer = true }, "long-poll");

    private async Task SettlesAsync(InterceptionOptions options, string transport)
    {
        var capture = Path.Combine(_broker.Folder.Root, "capture");
        var proxy = InterceptingProxy.Start(options with { Resolve = _ => IPAddress.Loopback, CapturePath = capture }, _authority);
        var dialer = new Dialer(
            new DialerOptions
            {
                BrokerNames = [TestBroker.Domain],
                Port = _host.BoundPort,
                ExtraRoots = [proxy.Authority.Root],
                Routes = RouteSettings.Only($"http://127.0.0.1:{proxy.EndPoint.Port}", RouteOrigin.SiteFile),
            },
            () => _transports,
            () => [new HttpConnectConnector()],
            TimeProvider.System);

        var watch = Stopwatch.StartNew();
        await using (var dialed = await dialer.DialAsync(CancellationToken.None).WaitAsync(Settled * 3))
        {
            watch.Stop();
            Assert.True(transport == dialed.Facts.Transport, string.Join('\n', dialed.Report.Attempts.Select(one => $"{one.Transport} {one.Code} {one.Elapsed} {one.Sentence}")));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Settled);
            await EchoAsync(dialed, new byte[300_000]);
        }

        await proxy.DisposeAsync();
        Assert.Contains($"/link/{(transport is "long-poll" ? "poll" : transport is "http-stream" ? "stream" : "ws")}", await File.ReadAllTextAsync(capture), StringComparison.Ordinal);
    }

    private static async Task EchoAsync(DialedLink dialed, byte[] bytes)
    {
        new Random(11).NextBytes(bytes);
        var pipes = Broker.Hosting.Listening.PipePair.Create(64 * 1024);
        var running = dialed.Link.RunAsync(pipes.Link, CancellationToken.None).AsTask();
        var writing = pipes.Host.Output.WriteAsync(bytes).AsTask();
        var back = new byte[bytes.Length];
        await pipes.Host.Input.AsStream(leaveOpen: true).ReadExactlyAsync(back).AsTask().WaitAsync(Settled * 6);
        await writing;
        Assert.True(bytes.AsSpan().SequenceEqual(back));
        await pipes.Host.Output.CompleteAsync();
        Assert.Equal(LinkEndReason.Local, (await running.WaitAsync(Settled * 6)).Reason);
    }
}
