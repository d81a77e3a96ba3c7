using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.Scenarios.Tests.Wires;

/// <summary>Bytes arrive whole and in order under every fault but corruption; the same seed and the same writes give the same trace.</summary>
public sealed class WireTests
{
    private static readonly Gen<FaultSetup> Faults =
        from seed in Gen.Int[1, 1_000_000]
        from latency in Gen.Int[0, 400]
        from jitter in Gen.Int[0, 400]
        from bandwidth in Gen.Int[0, 4].Select(i => new[] { 0, 1, 7, 64, 1024 }[i])
        from slice in Gen.Int[0, 4].Select(i => new[] { 0, 1, 13, 1000, 16_384 }[i])
        from stall in Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 40].Select(kib => (int?)kib))
        select new FaultSetup
        {
            Seed = seed,
            LatencyMilliseconds = latency,
            JitterMilliseconds = jitter,
            BandwidthKibPerSecond = bandwidth,
            SliceBytes = slice,
            StallAfterKib = stall,
            StallMilliseconds = stall is null ? 0 : 700,
        };

    private static readonly Gen<byte[][]> Writes = Gen.Byte.Array[1, 9_000].Array[1, 8];

    [Fact]
    public void Bytes_arrive_in_order_under_every_fault_but_corruption() => Gen.Select(Faults, Writes).Sample(
        (faults, writes) =>
        {
            var arrived = Send(faults, writes);
            return arrived.AsSpan().SequenceEqual(writes.SelectMany(bytes => bytes).ToArray());
        },
        iter: 60);

    [Fact]
    public Task The_same_seed_and_the_same_writes_at_the_same_time_give_the_same_trace() => Gen.Select(Faults, Gen.Byte.Array[1, 900].Array[1, 12]).SampleAsync(
        async (faults, writes) =>
        {
            var sliced = faults with { SliceBytes = Math.Max(faults.SliceBytes, 900) };
            var (one, other) = (await TraceAsync(sliced, writes), await TraceAsync(sliced, writes));
            return one.SequenceEqual(other);
        },
        iter: 200);

    [Fact]
    public async Task Another_seed_gives_another_trace()
    {
        var faults = new FaultSetup { Seed = 1, JitterMilliseconds = 200, SliceBytes = 100 };
        byte[][] writes = [new byte[1_000]];

        Assert.NotEqual(await TraceAsync(faults, writes), await TraceAsync(faults with { Seed = 2 }, writes));
    }

    [Fact]
    public void A_corrupted_wire_turns_one_bit_and_keeps_the_rest()
    {
        var sent = new byte[8_000];
        var arrived = Send(new FaultSetup { CorruptAfterKib = 4, SliceBytes = 512 }, [sent]);

        Assert.Equal(sent.Length, arrived.Length);
        var changed = Assert.Single(arrived.Index(), one => one.Item != 0);
        Assert.InRange(changed.Index, 4 * 1024, (4 * 1024) + 511);
        Assert.Equal(1, System.Numerics.BitOperations.PopCount(changed.Item));
    }

    [Fact]
    public async Task A_reset_is_seen_at_both_ends_and_loses_what_is_under_way()
    {
        using var connection = Connection.Make(new FaultSetup { ResetAfterKib = 1 }, 1, new FakeTimeProvider(), new Quiet());
        await connection.Near.WriteAsync(new byte[512]);
        var reading = Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await connection.Far.ReadAsync(new byte[512]) > 0)
            {
                // Until it breaks.
            }
        });

        await Assert.ThrowsAnyAsync<IOException>(async () => await connection.Near.WriteAsync(new byte[1_024]));
        await reading;
    }

    [Fact]
    public async Task A_reset_wakes_who_reads_and_is_no_cancellation()
    {
        using var connection = Connection.Make(new FaultSetup(), 1, TimeProvider.System, new Quiet());
        using var never = new CancellationTokenSource();
        var reading = connection.Near.ReadAsync(new byte[8], never.Token).AsTask();

        connection.Reset();
        await connection.Far.DisposeAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => reading);
    }

    [Fact]
    public async Task Only_the_first_connections_are_harmed_where_a_scenario_says_so()
    {
        var faults = new FaultSetup { ResetAfterKib = 0, Connections = 1 };
        using var first = Connection.Make(faults, 1, new FakeTimeProvider(), new Quiet());
        using var second = Connection.Make(faults, 2, new FakeTimeProvider(), new Quiet());

        await Assert.ThrowsAnyAsync<IOException>(async () => await first.Near.WriteAsync(new byte[1]));
        await second.Near.WriteAsync(new byte[1]);
        Assert.Equal(1, await second.Far.ReadAsync(new byte[8]));
    }

    [Fact]
    public async Task A_closed_end_lets_what_is_under_way_arrive_and_then_ends()
    {
        using var connection = Connection.Make(new FaultSetup(), 1, TimeProvider.System, new Quiet());
        await connection.Near.WriteAsync(new byte[] { 1, 2, 3 });
        await connection.Near.DisposeAsync();

        var into = new byte[8];
        Assert.Equal(3, await connection.Far.ReadAsync(into));
        Assert.Equal(0, await connection.Far.ReadAsync(into));
    }

    /// <summary>Writes at one end and reads at the other, in virtual time: the clock goes on whenever nobody can.</summary>
    private static byte[] Send(FaultSetup faults, byte[][] writes)
    {
        var time = new FakeTimeProvider();
        using var connection = Connection.Make(faults, 1, time, new Quiet());
        using var arrived = new MemoryStream();
        var writing = WriteAsync(connection.Near, writes);
        var reading = connection.Far.CopyToAsync(arrived);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reading.IsCompleted)
        {
            // Not a number of steps: a busy machine makes many of them before it lets the other thread run.
            Assert.False(patience.IsCancellationRequested, "nothing arrives any more");
            time.Advance(TimeSpan.FromMilliseconds(50));
            Thread.Yield();
        }

        writing.GetAwaiter().GetResult();
        reading.GetAwaiter().GetResult();
        return arrived.ToArray();
    }

    /// <summary>Writes at a moment that stands still, no more than is under way at once.</summary>
    private static async Task<(bool IsOut, int Bytes, TimeSpan Due)[]> TraceAsync(FaultSetup faults, byte[][] writes)
    {
        var time = new FakeTimeProvider();
        var trace = new WireTrace(time.GetTimestamp());
        using var connection = Connection.Make(faults, 1, time, new Quiet(), trace);
        await WriteAsync(connection.Near, writes);
        return [.. trace.Pieces];
    }

    private static async Task WriteAsync(SimulatedStream stream, byte[][] writes)
    {
        foreach (var bytes in writes)
            await stream.WriteAsync(bytes);
        stream.EndWriting();
    }
}
