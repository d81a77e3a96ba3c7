using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Tests.Capture;
using Orchestrator.Plugins.Transport.HttpStream;

namespace Orchestrator.Plugins.Tests.Transport;

/// <summary>Each half of HTTPS streaming against a peer that isn't ours, in virtual time.</summary>
public sealed class HttpStreamTests
{
    private const string Id = "?id=0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 16_353)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 15)]
    [InlineData(5, 17)]
    [InlineData(6, 0)]
    [InlineData(255, 1)]
    public void A_piece_that_there_can_not_be_is_refused(byte kind, int length) =>
        Assert.Throws<InvalidDataException>(() => Piece.ReadHead([kind, (byte)(length >> 8), (byte)length]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 16_352)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 4_093)]
    [InlineData(4, 16)]
    [InlineData(5, 16)]
    public void The_others_are_read_as_they_were_written(byte kind, int length)
    {
        var head = new byte[Piece.Head];
        Piece.WriteHead(head, (PieceKind)kind, length);

        Assert.Equal(((PieceKind)kind, length), Piece.ReadHead(head));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?id=")]
    [InlineData("?id=0123456789abcdef0123456789abcde")]
    [InlineData("?id=0123456789abcdef0123456789abcdef0")]
    [InlineData("?id=0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("?id=0123456789abcdef0123456789abcdef&x=1")]
    [InlineData("?ID=0123456789abcdef0123456789abcdef")]
    public void An_id_has_one_form(string query) => Assert.False(LinkId.TryRead(query, out _));

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.test/\r\n\r\n", "302")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", "isn't the stream")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 5000\r\n\r\n", "isn't the stream")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", "isn't the stream")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "coding")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\u0000\u0000\u0001x\r\n", "too early")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n", "proper size")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "doesn't begin like")]
    public async Task An_answer_that_is_not_a_brokers_stream_is_refused_by_name(string answer, string why)
    {
        var transport = await StartAsync();
        var wire = new DuplexStreams();
        await wire.Far.WriteAsync(Encoding.Latin1.GetBytes(answer));

        var failure = await Assert.ThrowsAsync<DialException>(async () =>
            await transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask().WaitAsync(Patience));

        Assert.Equal("TRANSPORT_REFUSED", failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.True(wire.Near.IsDisposed);
    }

    [Fact]
    public async Task A_way_that_keeps_the_answer_back_is_given_up_by_name_after_2_and_a_half_s()
    {
        var transport = await StartAsync();
        var wire = new DuplexStreams();
        var dialling = transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask();
        await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);

        time.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal("TRANSPORT_REFUSED", (await Assert.ThrowsAsync<DialException>(() => dialling.WaitAsync(Patience))).Code);
        Assert.True(wire.Near.IsDisposed);
    }

    [Fact]
    public async Task A_way_that_keeps_the_request_back_is_given_up_by_name_and_both_connections_are_closed()
    {
        var transport = await StartAsync();
        var (down, up) = (new DuplexStreams(), new DuplexStreams());
        var wires = new Queue<WireStream>([down.Near, up.Near]);
        var dialling = transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(null) { Open = _ => wires.Dequeue() }, default).AsTask();
        await StreamHttpExchange.ReadAsync(down.Far).WaitAsync(Patience);
        await down.Far.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n"u8.ToArray());
        await down.Far.WriteAsync(Piece.Hello);
        await down.Far.WriteAsync("\r\n"u8.ToArray());
        await StreamHttpExchange.ReadAsync(up.Far).WaitAsync(Patience);

        time.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal("TRANSPORT_REFUSED", (await Assert.ThrowsAsync<DialException>(() => dialling.WaitAsync(Patience))).Code);
        Assert.True(down.Near.IsDisposed && up.Near.IsDisposed);
    }

    [Theory]
    [InlineData("HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\n\r\n", "411")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 501 Not Implemented\r\n\r\n", "501")]
    public async Task A_request_that_is_answered_before_its_end_is_a_refusal(string answer, string why)
    {
        var transport = await StartAsync();
        var (down, up) = (new DuplexStreams(), new DuplexStreams());
        var wires = new Queue<WireStream>([down.Near, up.Near]);
        var dialling = transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(null) { Open = _ => wires.Dequeue() }, default).AsTask();
        await StreamHttpExchange.ReadAsync(down.Far).WaitAsync(Patience);
        await down.Far.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"u8.ToArray());
        await down.Far.WriteAsync(Piece.Hello);
        await StreamHttpExchange.ReadAsync(up.Far).WaitAsync(Patience);
        await up.Far.WriteAsync(Encoding.ASCII.GetBytes(answer));

        Assert.Contains(why, (await Assert.ThrowsAsync<DialException>(() => dialling.WaitAsync(Patience))).Message, StringComparison.Ordinal);
        Assert.True(down.Near.IsDisposed && up.Near.IsDisposed);
    }

    [Fact]
    public async Task A_link_without_its_second_request_is_let_go_after_9_s_and_its_id_is_free_again()
    {
        var transport = await StartAsync();
        var wire = new DuplexStreams();
        var accepting = transport.AcceptAsync(await RequestAsync(wire, $"GET /link/stream{Id}"), default).AsTask();
        await wire.Near.ReadExactlyAsync(new byte[Piece.Hello.Length]).AsTask().WaitAsync(Patience);

        time.Advance(TimeSpan.FromSeconds(9));

        Assert.Null(await accepting.WaitAsync(Patience));
        Assert.False(await transport.ServeAsync(await RequestAsync(new DuplexStreams(), $"POST /link/stream{Id}"), default));
    }

    [Fact]
    public async Task An_id_joins_once_and_only_a_request_that_sends()
    {
        var transport = await StartAsync();
        var (wire, stop) = (new DuplexStreams(), new CancellationTokenSource());
        var accepting = transport.AcceptAsync(await RequestAsync(wire, $"GET /link/stream{Id}"), stop.Token).AsTask();
        await wire.Near.ReadExactlyAsync(new byte[Piece.Hello.Length]).AsTask().WaitAsync(Patience);
        var again = await RequestAsync(new DuplexStreams(), $"GET /link/stream{Id}");

        // With a body that goes on: one that is over ends the link before the others ask.
        var joining = transport.ServeAsync(await RequestAsync(new DuplexStreams(), $"POST /link/stream{Id}", "Transfer-Encoding: chunked\r\n"), default).AsTask();
        var third = await RequestAsync(new DuplexStreams(), $"POST /link/stream{Id}");

        Assert.True(await transport.ServeAsync(again, default));
        Assert.Equal(409, again.Status);
        Assert.True(await transport.ServeAsync(third, default));
        Assert.Equal(409, third.Status);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(Patience));
        Assert.True(await joining.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_silent_link_says_that_it_lives_and_one_that_hears_nothing_is_lost()
    {
        var bodies = new QuietBodies();
        await using var link = new HttpStreamLink(bodies, time);
        var running = link.RunAsync(PipePair.Create().Lent, default).AsTask();

        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(Piece.Alive.ToArray(), await bodies.SentAsync().WaitAsync(Patience));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new LinkEnd(LinkEndReason.Lost, "nothing came for 25 s"), await running.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_sign_of_life_keeps_a_link()
    {
        var bodies = new QuietBodies();
        await using var link = new HttpStreamLink(bodies, time);
        var pipe = PipePair.Create();
        var running = link.RunAsync(pipe.Lent, default).AsTask();

        time.Advance(TimeSpan.FromSeconds(20));
        await bodies.HearAsync((byte[])[.. Piece.Alive.Span, .. Piece.Of(PieceKind.Data, "x"u8)]);
        await pipe.Host.Input.ReadAtLeastAsync(1).AsTask().WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(20));
        await bodies.HearAsync(Piece.Close);

        Assert.Equal(LinkEndReason.Remote, (await running.WaitAsync(Patience)).Reason);
    }

    private static async Task<StreamHttpExchange> RequestAsync(DuplexStreams wire, string line, string headers = "")
    {
        await wire.Near.WriteAsync(Encoding.ASCII.GetBytes($"{line} HTTP/1.1\r\nHost: broker.vendor.test\r\n{headers}\r\n"));
        return await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);
    }

    private async Task<HttpStreamTransport> StartAsync()
    {
        var transport = new HttpStreamTransport();
        await transport.StartAsync(new PluginContext { Time = time, Log = new LogLines() }, default);
        return transport;
    }

    private sealed class QuietBodies : ILinkBodies
    {
        private readonly DuplexStreams wire = new();
        private readonly TaskCompletionSource<byte[]> sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Stream Incoming => wire.Near;

        public CancellationToken Broken => default;

        public Task<byte[]> SentAsync() => sent.Task;

        public async Task HearAsync(ReadOnlyMemory<byte> bytes) => await wire.Far.WriteAsync(bytes);

        public ValueTask SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
        {
            sent.TrySetResult(piece.ToArray());
            return ValueTask.CompletedTask;
        }

        public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => wire.Near.DisposeAsync();
    }
}
