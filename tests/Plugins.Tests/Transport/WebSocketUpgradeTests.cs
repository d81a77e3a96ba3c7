using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Tests.Capture;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Tests.Transport;

public sealed class WebSocketUpgradeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] GoodRequest =
    [
        "GET /link/ws HTTP/1.1", "Host: broker.vendor.test", "Connection: keep-alive, Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: orchestrator.link.1",
    ];

    // Masked with zeros, so that what is sent is what is meant.
    private static readonly byte[] Ping = [0x89, 0x88, 0, 0, 0, 0, .. "ABCDEFGH"u8];

    [Fact]
    public void The_answer_to_a_key_is_that_of_RFC_6455()
    {
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Upgrade.Accept("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", "200")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.test/\r\n\r\n", "302")]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", "403")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\n\r\n", "another request")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\n\r\n", "doesn't switch")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\n\r\n", "doesn't switch")]
    [InlineData("HTTP/1.0 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\n\r\n", "doesn't switch")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\n\r\n", "another request")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n", "isn't from a broker")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: chat\r\n\r\n", "isn't from a broker")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n", "extension")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "doesn't begin like")]
    [InlineData("HTTP/1.1 101 Switching\nUpgrade: websocket\r\n\r\n", "control characters")]
    [InlineData("HTTP/1.1 101 Switching\r\n folded: line\r\n\r\n", "no proper name")]
    [InlineData("HTTP/1.1 101 Switching\r\nNo colon\r\n\r\n", "no proper name")]
    [InlineData("HTTP/2.0 101 Switching\r\n\r\n", "doesn't begin like")]
    [InlineData("HTTP/1.1 1o1 Switching\r\n\r\n", "first line")]
    [InlineData("HTTP/1.1 101 Swit", "in the middle")]
    [InlineData("", "in the middle")]
    public async Task An_answer_that_is_not_exactly_the_upgrade_is_refused_by_name(string answer, string why)
    {
        var wire = new DuplexStreams();
        var serving = ServeAsync(wire.Far, answer);

        var failure = await Assert.ThrowsAsync<DialException>(async () =>
            await new WebSocketTransport().ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask().WaitAsync(Patience));

        Assert.Equal("TRANSPORT_REFUSED", failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.True(wire.Near.IsDisposed);
        await serving.WaitAsync(Patience);
    }

    [Theory]
    [InlineData("X: ", 40_000, 1)]
    [InlineData("X", 2, 200)]
    public async Task An_answer_without_end_is_refused(string name, int length, int lines)
    {
        var wire = new DuplexStreams();
        var endless = string.Concat(Enumerable.Range(0, lines).Select(_ => $"{name}: {new string('a', length)}\r\n"));
        var serving = ServeAsync(wire.Far, $"HTTP/1.1 101 Switching\r\n{endless}\r\n");

        var failure = await Assert.ThrowsAsync<DialException>(async () =>
            await new WebSocketTransport().ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask().WaitAsync(Patience));

        Assert.Contains("than", failure.Message, StringComparison.Ordinal);
        await serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_given_up_by_name()
    {
        var time = new FakeTimeProvider();
        var transport = new WebSocketTransport();
        await transport.StartAsync(new PluginContext { Time = time, Log = new LogLines() }, default);
        var wire = new DuplexStreams();
        var dialling = transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask();
        await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("TRANSPORT_REFUSED", (await Assert.ThrowsAsync<DialException>(() => dialling.WaitAsync(Patience))).Code);
        Assert.True(wire.Near.IsDisposed);
    }

    [Fact]
    public async Task The_request_names_the_host_and_offers_only_HTTP_1_1()
    {
        var wire = new DuplexStreams();
        var dialer = new MemoryDialer(wire.Near);
        var dialling = new WebSocketTransport().ConnectAsync(new TransportTarget("broker.vendor.test", 8443), dialer, default).AsTask();

        var exchange = await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);
        await wire.Far.DisposeAsync();
        await Assert.ThrowsAsync<DialException>(() => dialling.WaitAsync(Patience));

        Assert.Equal(["http/1.1"], dialer.Offered);
        Assert.Equal("broker.vendor.test:8443", exchange.Header("Host"));
        Assert.Equal(("GET", "/link/ws"), (exchange.Method, exchange.Path));
        Assert.Null(exchange.Header("Origin"));
    }

    [Theory]
    [InlineData(0, "POST /link/ws HTTP/1.1", 405)]
    [InlineData(2, "Connection: close", 426)]
    [InlineData(3, "Upgrade: h2c", 426)]
    [InlineData(3, "X: y", 426)]
    [InlineData(4, "X: y", 400)]
    [InlineData(4, "Sec-WebSocket-Key: short", 400)]
    [InlineData(4, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==", 400)]
    [InlineData(5, "Sec-WebSocket-Version: 8", 426)]
    [InlineData(6, "Sec-WebSocket-Protocol: chat", 400)]
    [InlineData(1, "Origin: https://page.test", 403)]
    public async Task The_broker_answers_a_wrong_request_with_an_error_and_no_link(int line, string instead, int status)
    {
        var request = GoodRequest.ToArray();
        request[line] = instead;
        var wire = new DuplexStreams();
        await wire.Near.WriteAsync(Encoding.Latin1.GetBytes($"{string.Join("\r\n", request)}\r\n\r\n"));
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);

        Assert.Null(await new WebSocketTransport().AcceptAsync(exchange, default));
        Assert.Equal(status, exchange.Status);
    }

    [Fact]
    public async Task The_request_that_those_are_made_from_is_accepted()
    {
        var wire = new DuplexStreams();
        await wire.Near.WriteAsync(Encoding.Latin1.GetBytes($"{string.Join("\r\n", GoodRequest)}\r\n\r\n"));
        await wire.Near.WriteAsync(Ping);
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);

        await using var link = await new WebSocketTransport().AcceptAsync(exchange, default);

        Assert.NotNull(link);
        Assert.Equal(101, exchange.Status);
        Assert.Contains("\r\n\r\n\u008a\u0008ABCDEFGH", Encoding.Latin1.GetString(await ReadAsync(wire.Near)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0x82)]
    [InlineData(0, 0x09)]
    [InlineData(0, 0x8A)]
    [InlineData(1, 0x08)]
    [InlineData(1, 0x89)]
    public async Task A_first_frame_that_is_not_the_ping_makes_no_link(int at, byte instead)
    {
        var wire = new DuplexStreams();
        var ping = Ping.ToArray();
        ping[at] = instead;
        await wire.Near.WriteAsync(Encoding.Latin1.GetBytes($"{string.Join("\r\n", GoodRequest)}\r\n\r\n"));
        await wire.Near.WriteAsync(ping);
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);

        Assert.Null(await new WebSocketTransport().AcceptAsync(exchange, default));
        Assert.True(wire.Far.IsDisposed);
    }

    [Fact]
    public async Task A_101_with_nothing_behind_it_is_given_up_by_name_after_2_s()
    {
        var time = new FakeTimeProvider();
        var transport = new WebSocketTransport();
        await transport.StartAsync(new PluginContext { Time = time, Log = new LogLines() }, default);
        var wire = new DuplexStreams();
        var dialling = transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask();
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);
        await wire.Far.WriteAsync(Encoding.Latin1.GetBytes(Granted(exchange)));
        await wire.Far.ReadExactlyAsync(new byte[Ping.Length]).AsTask().WaitAsync(Patience);

        time.Advance(TimeSpan.FromSeconds(2));

        var failure = await Assert.ThrowsAsync<DialException>(() => dialling.WaitAsync(Patience));
        Assert.Equal("TRANSPORT_REFUSED", failure.Code);
        Assert.Contains("carries nothing", failure.Message, StringComparison.Ordinal);
        Assert.True(wire.Near.IsDisposed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u008a\u0008ABCDEFGH")]
    [InlineData("\u0082\u0008ABCDEFGH")]
    [InlineData("<html>something</html>")]
    public async Task What_follows_a_101_and_is_not_the_pong_is_refused_by_name(string behind)
    {
        var wire = new DuplexStreams();
        var serving = ServeAsync(wire.Far, Granted(null) + behind);

        var failure = await Assert.ThrowsAsync<DialException>(async () =>
            await new WebSocketTransport().ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask().WaitAsync(Patience));

        Assert.Equal("TRANSPORT_REFUSED", failure.Code);
        Assert.Contains("carries nothing", failure.Message, StringComparison.Ordinal);
        await serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task Settings_are_refused_because_there_are_none()
    {
        var context = new PluginContext { Time = TimeProvider.System, Log = new LogLines(), Settings = "{}"u8.ToArray() };

        await Assert.ThrowsAsync<FormatException>(async () => await new WebSocketTransport().StartAsync(context, default));
    }

    private static async Task<byte[]> ReadAsync(WireStream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("ABCDEFGH"u8) < 0)
            length += await stream.ReadAsync(buffer.AsMemory(length)).AsTask().WaitAsync(Patience);
        return buffer[..length];
    }

    private static string Granted(StreamHttpExchange? exchange) =>
        $"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {(exchange is null ? "{accept}" : Upgrade.Accept(exchange.Header("Sec-WebSocket-Key")!))}\r\nSec-WebSocket-Protocol: orchestrator.link.1\r\n\r\n";

    private static async Task ServeAsync(WireStream stream, string answer)
    {
        var exchange = await StreamHttpExchange.ReadAsync(stream);
        var text = answer.Replace("{accept}", Upgrade.Accept(exchange.Header("Sec-WebSocket-Key")!), StringComparison.Ordinal);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (IOException)
        {
            // The dialling half has seen enough and hung up.
        }

        await stream.DisposeAsync();
    }
}
