using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Abstractions;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Links.Dialing;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.HttpStream;
using Orchestrator.Plugins.Transport.LongPoll;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Broker.Tests.Hosting;

/// <summary>The broker's one port with transports whose links span several requests, reached through the product's own dialer.</summary>
public sealed class ManyRequestLinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<AcceptedLink> _accepted = new();
    private readonly List<ITransport> _transports = [];
    private volatile bool _isActive = true;
    private TestBroker _broker = null!;
    private BrokerHost _host = null!;
    private byte[] _authority = null!;

    public async Task InitializeAsync()
    {
        foreach (var transport in (ITransport[])[new HttpStreamTransport(), new LongPollTransport()])
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
                Links = _ => EchoAsync,
                Transports = () => _isActive ? _transports : [],
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

    [Theory]
    [InlineData("http-stream", 1)]
    [InlineData("http-stream", 3_000_000)]
    [InlineData("long-poll", 1)]
    [InlineData("long-poll", 3_000_000)]
    public async Task Every_byte_of_a_link_comes_back(string transport, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);

        await using var dialed = await DialAsync(transport);
        var (end, back) = await EchoThroughAsync(dialed, bytes);

        Assert.True(bytes.AsSpan().SequenceEqual(back));
        Assert.Equal(LinkEndReason.Local, end.Reason);
        Assert.Equal(transport, dialed.Facts.Transport);
        Assert.True(_accepted.TryDequeue(out var link));
        Assert.Equal(transport, link.Transport);
        Assert.StartsWith("127.0.0.1:", link.RemoteAddress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http-stream")]
    [InlineData("long-poll")]
    public async Task Stopping_the_broker_ends_a_link(string transport)
    {
        await using var dialed = await DialAsync(transport);
        var pipes = Broker.Hosting.Listening.PipePair.Create(64 * 1024);
        var running = dialed.Link.RunAsync(pipes.Link, CancellationToken.None).AsTask();
        await pipes.Host.Output.WriteAsync(new byte[] { 1 });
        await pipes.Host.Input.ReadAtLeastAsync(1).AsTask().WaitAsync(Patience);

        await _host.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.True(_accepted.TryDequeue(out var link));
        Assert.True(link.Closed.IsCancellationRequested);
        Assert.Contains((await running.WaitAsync(Patience)).Reason, new[] { LinkEndReason.Lost, LinkEndReason.Remote });
    }

    [Theory]
    [InlineData("http-stream")]
    [InlineData("long-poll")]
    public async Task A_link_goes_on_when_its_transport_takes_no_new_ones_any_more(string transport)
    {
        await using var dialed = await DialAsync(transport);
        _isActive = false;

        Assert.Equal([1, 2, 3], (await EchoThroughAsync(dialed, [1, 2, 3])).Back);
        Assert.Equal("TRANSPORT_REFUSED", (await Assert.ThrowsAsync<DialException>(() => DialAsync(transport))).Code);
    }

    [Theory]
    [InlineData("GET /link/stream HTTP/1.1", 400)]
    [InlineData("GET /link/stream?id=00000000000000000000000000000000&x=1 HTTP/1.1", 400)]
    [InlineData("GET /link/stream?id=0000000000000000000000000000000G HTTP/1.1", 400)]
    [InlineData("POST /link/stream?id=00000000000000000000000000000000 HTTP/1.1", 404)]
    [InlineData("PUT /link/stream?id=00000000000000000000000000000000 HTTP/1.1", 405)]
    [InlineData("GET /link/poll HTTP/1.1", 400)]
    [InlineData("GET /link/poll?id=00000000000000000000000000000000&seq=0 HTTP/1.1", 404)]
    [InlineData("POST /link/poll?id=00000000000000000000000000000000&seq=1 HTTP/1.1", 404)]
    [InlineData("POST /link/poll?id=00000000000000000000000000000000&seq=00 HTTP/1.1", 400)]
    [InlineData("POST /link/poll?id=00000000000000000000000000000000&seq=9999999999 HTTP/1.1", 400)]
    [InlineData("DELETE /link/poll?id=00000000000000000000000000000000&seq=0 HTTP/1.1", 405)]
    public async Task A_strangers_request_gets_a_bare_error(string request, int status)
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(request, "Host: support.example.com", "Content-Length: 0");

        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(_accepted);
    }

    [Theory]
    [InlineData("GET /link/stream?id=00000000000000000000000000000000 HTTP/1.1")]
    [InlineData("POST /link/poll?id=00000000000000000000000000000000&seq=0 HTTP/1.1")]
    public async Task A_page_in_a_browser_is_refused(string request)
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(request, "Host: support.example.com", "Content-Length: 0", "Origin: https://page.test");

        Assert.StartsWith("HTTP/1.1 403 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(_accepted);
    }

    [Fact]
    public async Task One_address_may_begin_so_many_links_and_no_more()
    {
        var clients = new List<RawClient>();
        for (var number = 0; number < HostLimits.MaxManyRequestLinksOfOne; number++)
        {
            clients.Add(await BegunAsync(number, 200));
        }

        clients.Add(await BegunAsync(HostLimits.MaxManyRequestLinksOfOne, 503));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        async Task<RawClient> BegunAsync(int number, int status)
        {
            var client = await ConnectAsync();
            await client.SendAsync($"GET /link/stream?id={number:x32} HTTP/1.1", "Host: support.example.com");
            Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadHeadAsync(), StringComparison.Ordinal);
            return client;
        }
    }

    private async Task EchoAsync(AcceptedLink link)
    {
        _accepted.Enqueue(link);
        while (true)
        {
            var read = await link.Pipe.Input.ReadAsync(link.Closed);
            foreach (var part in read.Buffer)
            {
                await link.Pipe.Output.WriteAsync(part, link.Closed);
            }

            link.Pipe.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(_host.BoundEndPoint, TestBroker.Domain, _authority);

    private Task<DialedLink> DialAsync(string transport) => new Dialer(
        new DialerOptions { BrokerNames = [TestBroker.Domain], Port = _host.BoundPort, ExtraRoots = [_authority], Resolve = _ => [IPAddress.Loopback] },
        () => _transports.Where(one => one.Traits.Name == transport),
        () => [new DirectConnector()],
        TimeProvider.System).DialAsync(CancellationToken.None).WaitAsync(Patience);

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
}
