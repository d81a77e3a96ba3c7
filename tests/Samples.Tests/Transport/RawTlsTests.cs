using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Transport.RawTls;

namespace Orchestrator.Samples.Tests.Transport;

public sealed class RawTlsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task It_offers_its_own_name_first_and_HTTP_for_a_broker_without_it()
    {
        await using var transport = await StartAsync();
        var dialer = new MemoryDialer(new DuplexStreams().Near);

        await using var link = await transport.ConnectAsync(MemoryDialer.Target, dialer, default);

        Assert.Equal(["orch-raw/1", "http/1.1"], dialer.Offered);
        Assert.Equal(["orch-raw/1"], transport.Alpn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http/1.1")]
    public async Task A_broker_that_agreed_on_something_else_is_left(string agreed)
    {
        await using var transport = await StartAsync();
        var wire = new DuplexStreams();

        var failure = await Assert.ThrowsAsync<DialException>(async () => await transport.ConnectAsync(MemoryDialer.Target, new AgreeingDialer(wire.Near, agreed), default));

        Assert.Equal("TRANSPORT_REFUSED", failure.Code);
        Assert.True(wire.Near.IsDisposed);
        Assert.Equal(0, wire.Near.Written);
    }

    [Fact]
    public async Task Bytes_stand_on_the_wire_with_their_length_before_them_and_nothing_else()
    {
        var (wire, pipes, end) = await RunAsync();

        await pipes.Host.Output.WriteAsync("hello"u8.ToArray());
        Assert.Equal([0, 5, .. "hello"u8.ToArray()], await ReadAsync(wire, 7));
        await pipes.Host.Output.CompleteAsync();
        Assert.Equal([0, 0], await ReadAsync(wire, 2));
        await wire.WriteAsync(new byte[] { 0, 3, 1, 2, 3, 0, 0 });

        Assert.Equal(LinkEndReason.Local, (await end.WaitAsync(Patience)).Reason);
        var late = await pipes.Host.Input.ReadAsync();
        Assert.Equal(3, late.Buffer.Length);
        Assert.True(late.IsCompleted);
    }

    [Fact]
    public async Task What_the_host_wrote_is_still_sent_when_the_other_side_has_closed()
    {
        var (wire, pipes, end) = await RunAsync();
        var bytes = Enumerable.Range(0, 300_000).Select(i => (byte)i).ToArray();
        var writing = WriteAllAsync();
        await wire.WriteAsync(new byte[2]);

        // Nothing was read until the close was there, so most of it was still waiting.
        var arrived = new List<byte>();
        while (await ReadAsync(wire, 2) is var head && head is not [0, 0])
            arrived.AddRange(await ReadAsync(wire, (head[0] << 8) | head[1]));
        Assert.Equal(LinkEndReason.Remote, (await end.WaitAsync(Patience)).Reason);
        await writing.WaitAsync(Patience);
        Assert.NotEmpty(arrived);
        Assert.Equal(bytes.Take(arrived.Count), arrived);

        async Task WriteAllAsync()
        {
            foreach (var piece in bytes.Chunk(10_000))
            {
                if ((await pipes.Host.Output.WriteAsync(piece)).IsCompleted)
                    return;
            }
        }
    }

    [Fact]
    public async Task An_other_side_that_never_closes_is_left_after_a_while()
    {
        var (wire, pipes, end) = await RunAsync();
        await pipes.Host.Output.CompleteAsync();
        await ReadAsync(wire, 2);

        while (!end.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(LinkEndReason.Local, (await end).Reason);
    }

    [Theory]
    [InlineData(0x3F, 0xFF)]
    [InlineData(0xFF, 0xFF)]
    public async Task A_piece_that_is_too_long_is_a_loss(byte high, byte low)
    {
        var (wire, _, end) = await RunAsync();

        await wire.WriteAsync(new[] { high, low });

        Assert.Equal(LinkEndReason.Lost, (await end.WaitAsync(Patience)).Reason);
    }

    [Fact]
    public async Task A_cut_inside_a_piece_is_a_loss_and_its_part_isnt_delivered()
    {
        var (wire, pipes, end) = await RunAsync();

        await wire.WriteAsync(new byte[] { 0, 9, 1, 2 });
        await wire.DisposeAsync();

        Assert.Equal(LinkEndReason.Lost, (await end.WaitAsync(Patience)).Reason);
        Assert.True((await pipes.Host.Input.ReadAsync()).Buffer.IsEmpty);
    }

    [Fact]
    public async Task A_link_that_is_disposed_while_it_runs_ends_and_one_that_is_disposed_before_ends_at_once()
    {
        await using var transport = await StartAsync();
        var link = (await transport.AcceptAsync(new DuplexStreams().Near, default))!;
        var pipes = PipePair.Create();
        var end = link.RunAsync(pipes.Lent, default).AsTask();
        await link.DisposeAsync();
        await link.DisposeAsync();
        Assert.Equal(LinkEndReason.Lost, (await end.WaitAsync(Patience)).Reason);

        var unused = (await transport.AcceptAsync(new DuplexStreams().Near, default))!;
        await unused.DisposeAsync();
        Assert.Equal(LinkEndReason.Lost, (await unused.RunAsync(PipePair.Create().Lent, default).AsTask().WaitAsync(Patience)).Reason);
    }

    [Fact]
    public async Task Who_asks_by_HTTP_is_told_that_nothing_is_there()
    {
        await using var transport = await StartAsync();
        var wire = new DuplexStreams();
        await wire.Near.WriteAsync("GET /link/raw-tls HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far);

        Assert.Null(await transport.AcceptAsync(exchange, default));
        await exchange.RefuseAsync();
        Assert.StartsWith("HTTP/1.1 404", System.Text.Encoding.ASCII.GetString(await ReadAsync(wire.Near, 12)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_no_settings_and_nothing_goes_on_after_disposal()
    {
        var transport = new RawTlsTransport();
        await Assert.ThrowsAsync<FormatException>(async () => await transport.StartAsync(
            new PluginContext { Settings = "{}"u8.ToArray(), Time = _time, Log = new QuietLog() }, default));
        await transport.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(null), default));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await transport.AcceptAsync(new DuplexStreams().Near, default));
    }

    private async Task<RawTlsTransport> StartAsync()
    {
        var transport = new RawTlsTransport();
        await transport.StartAsync(new PluginContext { Time = _time, Log = new QuietLog() }, default);
        return transport;
    }

    private async Task<(WireStream Other, PipePair Pipes, Task<LinkEnd> End)> RunAsync()
    {
        var wire = new DuplexStreams();
        var link = (await (await StartAsync()).AcceptAsync(wire.Near, default))!;
        var pipes = PipePair.Create();
        return (wire.Far, pipes, link.RunAsync(pipes.Lent, default).AsTask());
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    private sealed class AgreeingDialer(Stream stream, string agreed) : IDialer
    {
        public ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<SecureStream> DialBrokerAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new SecureStream(stream, agreed));
    }
}
