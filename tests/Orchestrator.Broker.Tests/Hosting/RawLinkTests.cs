using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Abstractions;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Plugins.Proxy.FixedRelay;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.RawTls;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Broker.Tests.Hosting;

/// <summary>The broker's one port with a transport that speaks no HTTP, reached through the product's own dialer.</summary>
public sealed class RawLinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<AcceptedLink> _accepted = new();
    private readonly TaskCompletionSource<int> _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITransport _webSocket = null!;
    private ITransport _raw = null!;
    private volatile Transports _active = new([]);
    private TestBroker _broker = null!;
    private BrokerHost _host = null!;
    private byte[] _authority = null!;

    public async Task InitializeAsync()
    {
        (_webSocket, _raw) = (await StartedAsync(new WebSocketTransport()), await StartedAsync(new RawTlsTransport()));
        _active = new Transports([_webSocket, _raw]);
        _broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        _host = await BrokerHost.StartAsync(
            new BrokerOptions
            {
                DataFolder = _broker.Folder.Root,
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                Links = _ => EchoAsync,
                Transports = () => _active.Now,
            },
            _broker.Passwords,
            CancellationToken.None);
        _authority = ConfigurationLoader.Load(_broker.Folder.ClientConfiguration, TestKeys.Root.Fingerprint).OuterTlsRoots[0].ToArray();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
        await _webSocket.DisposeAsync();
        await _raw.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task A_link_runs_over_the_name_alone_and_every_byte_of_it_comes_back(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);

        await using var dialed = await DialAsync(_raw);
        var (end, back) = await EchoThroughAsync(dialed, bytes);

        Assert.Equal("raw-tls", dialed.Facts.Transport);
        Assert.Equal("orch-raw/1", dialed.Facts.Tls.Alpn);
        Assert.True(bytes.AsSpan().SequenceEqual(back));
        Assert.Equal(LinkEndReason.Local, end.Reason);
        Assert.Equal(size, await _handled.Task.WaitAsync(Patience));
        Assert.True(_accepted.TryDequeue(out var link));
        Assert.Equal("raw-tls", link.Transport);
        Assert.StartsWith("127.0.0.1:", link.RemoteAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_through_a_fixed_relay_too()
    {
        // A relay says nothing, so an address that leads straight to the broker is one.
        var relay = $"relay://127.0.0.1:{_host.BoundPort}";
        await using var dialed = await DialAsync(_raw, relay);

        Assert.Equal([1, 2], (await EchoThroughAsync(dialed, [1, 2])).Back);
        Assert.Equal(relay, dialed.Facts.Proxy);
    }

    [Fact]
    public async Task HTTP_is_served_on_the_same_port_at_the_same_time()
    {
        await using var raw = await DialAsync(_raw);
        await using var webSocket = await DialAsync(_webSocket);

        var both = await Task.WhenAll(EchoThroughAsync(raw, [1, 2, 3]), EchoThroughAsync(webSocket, [4, 5]));

        Assert.Equal([1, 2, 3], both[0].Back);
        Assert.Equal([4, 5], both[1].Back);
        Assert.Equal("http/1.1", webSocket.Facts.Tls.Alpn);
        Assert.Equal(["raw-tls", "websocket"], _accepted.Select(link => link.Transport).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_client_that_offers_only_other_names_gets_TLS_own_refusal()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("orch-other/1"));

        Assert.True(refused is AuthenticationException or IOException, $"{refused}");
        Assert.Empty(_accepted);
    }

    [Theory]
    [InlineData("http/1.1")]
    [InlineData("orch-other/1 http/1.1")]
    [InlineData("")]
    public async Task What_agreed_on_HTTP_or_on_nothing_speaks_HTTP(string offered)
    {
        await using var client = await ConnectAsync(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await client.SendAsync("GET / HTTP/1.1", "Host: support.example.com", "Connection: close");

        Assert.StartsWith("HTTP/1.1 404 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_on_a_raw_name_is_no_link_and_gets_no_HTTP_answer()
    {
        await using var client = await ConnectAsync("orch-raw/1");
        await client.SendAsync("GET /link/ws HTTP/1.1", "Host: support.example.com");

        // The transport reads "GE" as the length of a piece that nobody may send.
        Assert.Equal("", await client.ReadHeadAsync());
    }

    [Fact]
    public async Task A_transport_serves_from_the_handshake_after_it_became_active_until_it_is_gone()
    {
        _active = new Transports([_webSocket]);
        Assert.Equal("TRANSPORT_REFUSED", (await RefusedAsync(_raw)).Code);

        _active = new Transports([_webSocket, _raw]);
        await using (var dialed = await DialAsync(_raw))
            Assert.Equal([7], (await EchoThroughAsync(dialed, [7])).Back);

        _active = new Transports([_raw]);
        Assert.Equal("TRANSPORT_REFUSED", (await RefusedAsync(_webSocket)).Code);
    }

    [Fact]
    public async Task A_client_that_vanishes_ends_its_link_and_what_it_sent_before_has_arrived()
    {
        await using (var client = await ConnectAsync("orch-raw/1"))
            await client.Stream.WriteAsync(new byte[] { 0, 3, 1, 2, 3 });

        Assert.Equal(3, await _handled.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Stopping_the_broker_ends_every_link()
    {
        await using var client = await ConnectAsync("orch-raw/1");
        await client.Stream.WriteAsync(new byte[] { 0, 1, 9 });
        await client.Stream.ReadExactlyAsync(new byte[3]).AsTask().WaitAsync(Patience);

        await _host.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Equal(1, await _handled.Task.WaitAsync(Patience));
        Assert.True(_accepted.TryDequeue(out var link));
        Assert.True(link.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task A_transport_that_fails_to_accept_costs_only_that_connection()
    {
        _active = new Transports([_webSocket, new FailingTransport()]);
        await using var client = await ConnectAsync(FailingTransport.Name);

        Assert.Equal("", await client.ReadHeadAsync());
        await using var dialed = await DialAsync(_webSocket);
        Assert.Equal([8], (await EchoThroughAsync(dialed, [8])).Back);
    }

    private static async Task<ITransport> StartedAsync(ITransport transport)
    {
        await transport.StartAsync(new PluginContext { Time = TimeProvider.System, Log = new HostPluginLog("test", NullLogger.Instance) }, CancellationToken.None);
        return transport;
    }

    private async Task EchoAsync(AcceptedLink link)
    {
        _accepted.Enqueue(link);
        var count = 0;
        try
        {
            while (true)
            {
                var read = await link.Pipe.Input.ReadAsync(link.Closed);
                foreach (var part in read.Buffer)
                {
                    count += part.Length;
                    await link.Pipe.Output.WriteAsync(part, link.Closed);
                }

                link.Pipe.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        finally
        {
            _handled.TrySetResult(count);
        }
    }

    private Task<RawClient> ConnectAsync(params string[] alpn) => RawClient.ConnectAsync(_host.BoundEndPoint, TestBroker.Domain, _authority, alpn: alpn);

    private Task<DialedLink> DialAsync(ITransport transport, string? proxy = null) => new Dialer(
        new DialerOptions { BrokerNames = [TestBroker.Domain], Port = _host.BoundPort, ExtraRoots = [_authority], Routes = proxy is null ? RouteSettings.DirectOnly : RouteSettings.Only(proxy, RouteOrigin.SiteFile), Resolve = _ => [IPAddress.Loopback] },
        () => [transport],
        () => [new DirectConnector(), new FixedRelayConnector()],
        TimeProvider.System).DialAsync(CancellationToken.None).WaitAsync(Patience);

    private async Task<DialException> RefusedAsync(ITransport transport) => await Assert.ThrowsAsync<DialException>(() => DialAsync(transport));

    private static async Task<(LinkEnd End, byte[] Back)> EchoThroughAsync(DialedLink dialed, byte[] bytes)
    {
        var pipes = Broker.Hosting.Listening.PipePair.Create(64 * 1024);
        var running = dialed.Link.RunAsync(pipes.Link, CancellationToken.None).AsTask();
        var writing = pipes.Host.Output.WriteAsync(bytes).AsTask();
        var back = new byte[bytes.Length];
        await pipes.Host.Input.AsStream(leaveOpen: true).ReadExactlyAsync(back).AsTask().WaitAsync(Patience);
        await writing.WaitAsync(Patience);
        await pipes.Host.Output.CompleteAsync();
        return (await running.WaitAsync(Patience), back);
    }

    private sealed record Transports(ImmutableArray<ITransport> Now);

    private sealed class FailingTransport : ITransport, IAlpnTransport
    {
        public const string Name = "orch-failing/1";

        public TransportTraits Traits { get; } = new() { Name = "failing", Rank = 1, Path = "/link/failing" };

        public IReadOnlyList<string> Alpn { get; } = [Name];

        public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ITransportLink?> AcceptAsync(Stream connection, CancellationToken cancellationToken) => throw new IOException("It fails on purpose.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
