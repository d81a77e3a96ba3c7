using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Transport;

/// <summary>What every transport must do, both halves against each other. A transport is right when a class that derives from this passes.</summary>
public abstract partial class TransportConformance : PluginConformance<ITransport>
{
    private const int Megabyte = 1 << 20;

    // The host's two pipes and the wire hold 64 KiB each; the rest is the transport's.
    private const int MostUnread = Megabyte;

    private protected override IEnumerable<(string Member, Func<ITransport, CancellationToken, Task> Call)> Calls =>
        [(nameof(ITransport.ConnectAsync), (transport, token) => transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(null), token).AsTask())];

    [SkippableFact]
    public async Task It_says_what_the_host_must_know()
    {
        var transport = await StartAsync();

        Assert.Matches("^[a-z][a-z0-9-]{0,31}$", transport.Traits.Name);
        Assert.StartsWith("/", transport.Traits.Path, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(3 * Megabyte)]
    public async Task Bytes_arrive_whole_and_in_order_both_ways(int size)
    {
        await using var links = await ConnectAsync();
        var (there, back) = (Bytes(size, 1), Bytes(size, 2));

        var sending = Task.WhenAll(WriteAsync(links.Endpoint.Output, there), WriteAsync(links.Broker.Output, back));
        var arrived = await ReadAsync(links.Broker.Input, size);
        var returned = await ReadAsync(links.Endpoint.Input, size);
        await sending.WaitAsync(Patience);

        Assert.True(there.AsSpan().SequenceEqual(arrived));
        Assert.True(back.AsSpan().SequenceEqual(returned));
    }

    [SkippableFact]
    public async Task A_wire_that_gives_one_byte_at_a_time_changes_nothing()
    {
        await using var links = await ConnectAsync(largestRead: 1);
        var bytes = Bytes(2_000, 3);

        var sending = Task.WhenAll(WriteAsync(links.Endpoint.Output, bytes), WriteAsync(links.Broker.Output, bytes));

        Assert.Equal(bytes, await ReadAsync(links.Broker.Input, bytes.Length));
        Assert.Equal(bytes, await ReadAsync(links.Endpoint.Input, bytes.Length));
        await sending.WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task Many_small_writes_arrive_as_one_stream()
    {
        await using var links = await ConnectAsync();
        var bytes = Bytes(20_000, 4);

        var reading = ReadAsync(links.Broker.Input, bytes.Length);
        foreach (var piece in bytes.Chunk(7))
            await links.Endpoint.Output.WriteAsync(piece).AsTask().WaitAsync(Patience);

        Assert.Equal(bytes, await reading);
    }

    [SkippableFact]
    public async Task A_host_that_does_not_read_stops_the_sender_and_loses_nothing()
    {
        await using var links = await ConnectAsync();
        var bytes = Bytes(8 * Megabyte, 5);

        var sent = 0;
        var sending = SendAllAsync();
        var first = await ReadAsync(links.Broker.Input, 1);
        var stuckAt = await SettledAsync(() => Volatile.Read(ref sent));
        Assert.InRange(stuckAt, 1, MostUnread);
        Assert.False(sending.IsCompleted);

        var rest = await ReadAsync(links.Broker.Input, bytes.Length - 1);
        await sending.WaitAsync(Patience);
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData([.. first, .. rest]));

        async Task SendAllAsync()
        {
            foreach (var piece in bytes.Chunk(16 * 1024))
            {
                await links.Endpoint.Output.WriteAsync(piece);
                Interlocked.Add(ref sent, piece.Length);
            }
        }
    }

    [SkippableFact]
    public async Task What_was_written_before_the_end_arrives_and_then_both_sides_end()
    {
        await using var links = await ConnectAsync();
        var bytes = Bytes(300_000, 6);

        var writing = WriteAsync(links.Endpoint.Output, bytes, complete: true);
        var arrived = await ReadAsync(links.Broker.Input, bytes.Length);
        await writing.WaitAsync(Patience);

        Assert.True(bytes.AsSpan().SequenceEqual(arrived));
        Assert.True((await links.Broker.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
        Assert.Equal(LinkEndReason.Remote, (await links.BrokerEnd.WaitAsync(Patience)).Reason);
        Assert.Equal(LinkEndReason.Local, (await links.EndpointEnd.WaitAsync(Patience)).Reason);
    }

    [SkippableFact]
    public async Task The_broker_can_end_a_link_too()
    {
        await using var links = await ConnectAsync();

        await links.Broker.Output.CompleteAsync();

        Assert.Equal(LinkEndReason.Remote, (await links.EndpointEnd.WaitAsync(Patience)).Reason);
        Assert.Equal(LinkEndReason.Local, (await links.BrokerEnd.WaitAsync(Patience)).Reason);
    }

    [SkippableFact]
    public async Task Cancellation_ends_a_link_and_completes_the_hosts_pipe()
    {
        await using var links = await ConnectAsync();

        links.CancelEndpoint();

        Assert.Equal(LinkEndReason.Cancelled, (await links.EndpointEnd.WaitAsync(Patience)).Reason);
        Assert.True((await links.Endpoint.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
        Assert.True((await links.Endpoint.Output.WriteAsync(new byte[1]).AsTask().WaitAsync(Patience)).IsCompleted);
    }

    [SkippableFact]
    public async Task Cancellation_ends_a_link_that_is_stuck_on_a_full_pipe()
    {
        await using var links = await ConnectAsync();
        var filling = WriteAsync(links.Broker.Output, Bytes(4 * Megabyte, 7));
        await SettledAsync(() => (int)links.Wire.Written);

        links.CancelEndpoint();

        Assert.Equal(LinkEndReason.Cancelled, (await links.EndpointEnd.WaitAsync(Patience)).Reason);
        await filling.WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task A_cut_wire_is_a_loss_at_both_ends()
    {
        await using var links = await ConnectAsync();

        links.Wire.Break();

        Assert.Equal(LinkEndReason.Lost, (await links.EndpointEnd.WaitAsync(Patience)).Reason);
        Assert.Equal(LinkEndReason.Lost, (await links.BrokerEnd.WaitAsync(Patience)).Reason);
        Assert.True((await links.Broker.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
    }

    [SkippableFact]
    public async Task An_end_of_the_wire_without_a_close_is_a_loss()
    {
        await using var links = await ConnectAsync();

        await links.Wire.CloseFarAsync();

        Assert.Equal(LinkEndReason.Lost, (await links.EndpointEnd.WaitAsync(Patience)).Reason);
    }

    [SkippableFact]
    public async Task A_dial_that_fails_keeps_its_name()
    {
        var transport = await StartAsync();

        var failure = await Assert.ThrowsAsync<DialException>(async () => await transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(null), default));

        Assert.Equal("BROKER_UNREACHABLE", failure.Code);
    }

    private protected override async Task UseAsync(ITransport plugin)
    {
        await using var links = await ConnectedLinks.ConnectAsync(plugin, plugin);
        var bytes = Bytes(100_000, 8);
        var sending = Task.WhenAll(WriteAsync(links.Endpoint.Output, bytes), WriteAsync(links.Broker.Output, bytes));
        Assert.Equal(bytes, await ReadAsync(links.Broker.Input, bytes.Length));
        Assert.Equal(bytes, await ReadAsync(links.Endpoint.Input, bytes.Length));
        await sending;
    }

    /// <summary>Connects both halves.</summary>
    protected async Task<ConnectedLinks> ConnectAsync(int largestRead = int.MaxValue) =>
        await ConnectedLinks.ConnectAsync(await StartAsync(), await StartAsync(), largestRead).WaitAsync(Patience);

    /// <summary>Bytes that follow from a seed.</summary>
    protected static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Writes as a host does: in slices, with back-pressure, until the reader is gone.</summary>
    protected static async Task WriteAsync(PipeWriter writer, ReadOnlyMemory<byte> bytes, bool complete = false)
    {
        for (var at = 0; at < bytes.Length; at += 32 * 1024)
        {
            if ((await writer.WriteAsync(bytes.Slice(at, Math.Min(32 * 1024, bytes.Length - at)))).IsCompleted)
                return;
        }

        if (complete)
            await writer.CompleteAsync();
    }

    /// <summary>Reads exactly so many bytes.</summary>
    protected static async Task<byte[]> ReadAsync(PipeReader reader, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var read = await reader.ReadAtLeastAsync(Math.Min(count, 1), limit.Token);
        var bytes = new byte[count];
        var at = 0;
        while (true)
        {
            var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, count - at));
            taken.CopyTo(bytes.AsSpan(at));
            at += (int)taken.Length;
            reader.AdvanceTo(taken.End);
            if (at == count)
                return bytes;
            if (read.IsCompleted)
                throw new EndOfStreamException($"The link ended after {at} of {count} bytes.");
            read = await reader.ReadAsync(limit.Token);
        }
    }

    // Stuck is seen, not waited for by the clock: many rounds of the scheduler in which nothing moved.
    private static async Task<int> SettledAsync(Func<int> value)
    {
        var (last, quiet) = (-1, 0);
        using var limit = new CancellationTokenSource(Patience);
        while (quiet < 2_000)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            quiet = value() == last && last > 0 ? quiet + 1 : 0;
            last = value();
        }

        return last;
    }
}
