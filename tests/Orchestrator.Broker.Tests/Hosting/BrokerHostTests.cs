using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Broker.Tests.Hosting;

public sealed class BrokerHostTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<AcceptedLink> _accepted = new();
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestBroker _broker = null!;
    private BrokerHost _host = null!;
    private byte[] _authority = null!;

    public async Task InitializeAsync()
    {
        // The TLS stack judges certificates by the real clock, so this broker is made at the real time.
        _broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        _host = await BrokerHost.StartAsync(
            new BrokerOptions { DataFolder = _broker.Folder.Root, Listen = new IPEndPoint(IPAddress.Loopback, 0), Links = _ => EchoAsync },
            _broker.Passwords,
            CancellationToken.None);
        _authority = ConfigurationLoader.Load(_broker.Folder.ClientConfiguration, TestKeys.Root.Fingerprint).OuterTlsRoots[0].ToArray();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_websocket_becomes_a_link_of_ordered_bytes_both_ways()
    {
        await using var client = await UpgradeAsync();
        await client.SendFrameAsync("hel"u8.ToArray());
        await client.SendFrameAsync("lo"u8.ToArray());
        var echoed = new List<byte>();
        while (echoed.Count < 5)
        {
            echoed.AddRange((await client.ReadFrameAsync()).Payload);
        }

        Assert.Equal("hello"u8.ToArray(), echoed);
        Assert.True(_accepted.TryDequeue(out var link));
        Assert.Equal("websocket", link.Transport);
        Assert.StartsWith("127.0.0.1:", link.RemoteAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_vanishes_ends_its_link()
    {
        await using (var client = await UpgradeAsync())
        {
            await client.SendFrameAsync("x"u8.ToArray());
            await client.ReadFrameAsync();
        }

        await _handled.Task.WaitAsync(Patience);
        Assert.True(_accepted.TryDequeue(out var link));
        Assert.NotNull(link);
    }

    [Fact]
    public async Task Stopping_the_broker_ends_every_link()
    {
        await using var client = await UpgradeAsync();
        await client.SendFrameAsync("x"u8.ToArray());
        await client.ReadFrameAsync();
        await _host.DisposeAsync().AsTask().WaitAsync(Patience);
        await _handled.Task.WaitAsync(Patience);
        Assert.True(_accepted.TryDequeue(out var link));
        Assert.True(link.Closed.IsCancellationRequested);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET /admin HTTP/1.1")]
    [InlineData("POST /orchestrator/../x HTTP/1.1")]
    public async Task Everything_else_is_a_bare_404_that_names_no_server(string request)
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(request, "Host: support.example.com", "Content-Length: 0", "Connection: close");
        var head = await client.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 404 ", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Length: 0", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await client.Stream.ReadAsync(new byte[16]).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_browsers_page_cant_open_a_link()
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(
            $"GET {await PathAsync()} HTTP/1.1", "Host: support.example.com", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol: orchestrator.link.1", "Origin: https://evil.example");
        Assert.StartsWith("HTTP/1.1 403 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(_accepted);
    }

    [Fact]
    [Trait("Requirement", "R-NET-9")]
    public async Task Tls_is_of_this_century_and_for_this_name_only()
    {
        foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            await using var client = await RawClient.ConnectAsync(_host.BoundEndPoint, TestBroker.Domain, _authority, protocol);
            Assert.Equal(protocol, client.Stream.SslProtocol);
            Assert.Equal("http/1.1", client.Stream.NegotiatedApplicationProtocol.ToString());
        }

        await Assert.ThrowsAsync<AuthenticationException>(() => RawClient.ConnectAsync(_host.BoundEndPoint, "other.example.com", _authority));
#pragma warning disable SYSLIB0039, CA5397 // what mustn't work
        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.ConnectAsync(_host.BoundEndPoint, TestBroker.Domain, _authority, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
    }

    [Fact]
    public async Task Plain_http_gets_nothing()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_host.BoundEndPoint);
        await tcp.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        Assert.Equal(0, await ReadToEndAsync(tcp.GetStream()));
    }

    [Fact]
    public async Task A_taken_port_is_a_sentence()
    {
        await using var other = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        var refused = await Assert.ThrowsAsync<BrokerException>(() => BrokerHost.StartAsync(
            new BrokerOptions { DataFolder = other.Folder.Root, Listen = _host.BoundEndPoint }, other.Passwords, CancellationToken.None));
        Assert.Equal(ExitCode.Address, refused.Code);
        await other.OpenAsync();
    }

    [Fact]
    public void The_container_offers_what_sessions_need()
    {
        Assert.NotNull(_host.Services.GetRequiredService<IAdmission>());
        Assert.NotNull(_host.Services.GetRequiredService<IBrokerJournal>());
        Assert.NotNull(_host.Services.GetRequiredService<IClaimStore>());
    }

    private async Task EchoAsync(AcceptedLink link)
    {
        _accepted.Enqueue(link);
        try
        {
            await link.Pipe.Input.CopyToAsync(link.Pipe.Output, link.Closed);
        }
        finally
        {
            _handled.TrySetResult();
        }
    }

    private Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(_host.BoundEndPoint, TestBroker.Domain, _authority);

    private async Task<RawClient> UpgradeAsync()
    {
        var client = await ConnectAsync();
        await client.SendAsync(
            $"GET {await PathAsync()} HTTP/1.1", "Host: support.example.com", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol: orchestrator.link.1");
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        await client.SendFrameAsync("8 bytes."u8.ToArray(), opcode: 9);
        Assert.Equal("8 bytes."u8.ToArray(), (await client.ReadFrameAsync()).Payload);
        return client;
    }

    private static async Task<string> PathAsync()
    {
        await using var transport = new Orchestrator.Plugins.Transport.WebSocket.WebSocketTransport();
        return transport.Traits.Path;
    }

    private static async Task<int> ReadToEndAsync(Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[16]).AsTask().WaitAsync(Patience);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
