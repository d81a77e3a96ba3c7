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
        foreach (var transport in (ITransport[])[new HttpStreamTransport()])
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
