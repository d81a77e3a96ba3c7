using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Links.Tests.Resuming;

[Trait("Requirement", "R-NET-12")]
public sealed class ResumeTests
{
    private static readonly ChannelId Files = new(1);
    private static readonly ChannelId Control = new(2);

    /// <summary>Cuts at random places, with records under way in both directions: every byte comes once and in order, and nothing is sealed twice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Cuts_lose_nothing_and_repeat_nothing(int seed)
    {
        using var pair = await ResumingPair.ConnectAsync();
        var random = new Random(seed);
        var there = Open(pair.Technician.Peer, Files, Capability.SendFile);
        var here = Open(pair.Instrument.Peer, Files, Capability.SendFile);
        var up = Noise(random, 1_500_000 + random.Next(500_000));
        var down = Noise(random, 1_500_000 + random.Next(500_000));
        var writing = Task.WhenAll(WriteAsync(there.Pipe.Output, up, new Random(seed + 100)), WriteAsync(here.Pipe.Output, down, new Random(seed + 200)));
        var reading = Task.WhenAll(HashAsync(here.Pipe.Input, up.Length), HashAsync(there.Pipe.Input, down.Length));
        var said = 0;
        for (var cut = 0; cut < 12; cut++)
        {
            for (var i = random.Next(4); i > 0; i--)
                _ = pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat($"line {said++}"));
            for (var i = random.Next(40); i > 0; i--)
                await Task.Yield();
            await pair.CutAsync();
            _ = pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat($"line {said++}"));
            await pair.ResumeAsync();
        }

        Assert.Empty(pair.Technician.Faults.Concat(pair.Instrument.Faults));
        await writing.WaitAsync(LinkPair.Patience);
        var hashes = await reading.WaitAsync(LinkPair.Patience);
        await pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat("the end"));
        await UntilAsync(() => pair.Instrument.Said.LastOrDefault() == "the end");

        Assert.Equal([Convert.ToHexString(SHA256.HashData(up)), Convert.ToHexString(SHA256.HashData(down))], hashes);
        Assert.Equal([.. Enumerable.Range(0, said).Select(i => $"line {i}"), "the end"], pair.Instrument.Said);
        Assert.Empty(pair.Technician.Faults.Concat(pair.Instrument.Faults));
        Assert.Equal(0, pair.Nonces.Repeated);
    }

    [Fact]
    public async Task What_goes_again_are_the_same_bytes_under_the_same_sequence()
    {
        using var pair = await ResumingPair.ConnectAsync();
        var there = Open(pair.Technician.Peer, Files, Capability.SendFile);
        Open(pair.Instrument.Peer, Files, Capability.SendFile);
        for (var cut = 0; cut < 5; cut++)
        {
            await there.Pipe.Output.WriteAsync(new byte[200_000]);
            await pair.CutAsync();
            await pair.ResumeAsync();
        }

        await there.Pipe.Output.WriteAsync(new byte[1]);
        await UntilAsync(() => pair.Instrument.Came.Any(record => record.Whole.Length < 100 && record.Header.Channel == Files));

        var bySequence = pair.Instrument.Came.Where(record => record.Header.Type == FrameType.PeerData).GroupBy(record => (record.Header.Channel, record.Header.Sequence));
        Assert.All(bySequence, each => Assert.Single(each.Select(record => Convert.ToHexString(record.Whole)).Distinct()));
    }

    [Fact]
    public async Task Before_both_have_said_where_they_stand_nothing_is_taken_and_nothing_is_lost()
    {
        using var pair = await ResumingPair.ConnectAsync();
        await pair.CutAsync();
        await pair.RelinkAsync();

        _ = pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat("waits"));
        Assert.Empty(pair.Instrument.Came);
        Assert.True(await pair.Technician.Peer.CallAsync());

        await UntilAsync(() => pair.Instrument.Said.Contains("waits"));
    }

    [Fact]
    public async Task A_call_that_is_made_twice_is_answered_twice_and_the_newest_counts()
    {
        using var pair = await ResumingPair.ConnectAsync();
        await pair.CutAsync();
        await pair.RelinkAsync();

        await pair.Technician.Peer.CallAsync();
        await pair.Technician.Peer.CallAsync();
        await pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat("hello"));
        await pair.Instrument.Peer.SendAsync(new TechnicianToInstrument.Chat("good day"));

        await UntilAsync(() => pair.Instrument.Said.Contains("hello") && pair.Technician.Said.Contains("good day"));
        Assert.Empty(pair.Technician.Faults.Concat(pair.Instrument.Faults));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    public async Task Input_that_is_older_than_five_seconds_is_cut_off_and_younger_comes(int seconds, bool isCut)
    {
        var time = new FakeTimeProvider();
        using var pair = await ResumingPair.ConnectAsync(time);
        var there = Open(pair.Technician.Peer, Control, Capability.ControlInput, time);
        var here = Open(pair.Instrument.Peer, Control, Capability.ControlInput, time);
        pair.Instrument.Swallows = true;
        await there.Pipe.Output.WriteAsync(new byte[] { 1, 2, 3 });
        await UntilAsync(() => there.Counts.RecordsOut == 1);
        time.Advance(TimeSpan.FromSeconds(seconds));
        await pair.CutAsync();

        pair.Instrument.Swallows = false;
        await pair.RelinkAsync();
        await pair.Technician.Peer.CallAsync();
        var resumed = await pair.Instrument.ResumedAsync();

        Assert.Equal(isCut ? [Control] : [], resumed.TooOld);
        if (isCut)
            Assert.True((await here.Pipe.Input.ReadAsync()).IsCompleted);
        else
            Assert.Equal([1, 2, 3], await here.Pipe.Input.TakeAsync(3));
    }

    [Theory]
    [InlineData("again", "StaleResume")]
    [InlineData("forged", "Forged")]
    [InlineData("older", "StaleResume")]
    public async Task A_call_that_isnt_a_new_one_of_the_peers_ends_it(string how, string fault)
    {
        using var pair = await ResumingPair.ConnectAsync();
        await pair.CutAsync();
        await pair.ResumeAsync();
        await pair.CutAsync();
        await pair.ResumeAsync();
        var calls = pair.Instrument.Came.Where(record => record.Header.Type == FrameType.PeerResume).Select(record => record.Whole).ToArray();
        var put = how switch
        {
            "again" => calls[1],
            "older" => calls[0],
            _ => Flip(WithSequence(calls[1], 3)),
        };

        var received = await pair.Instrument.Peer.ReceiveAsync(RecordHeader.Read(put), new ReadOnlySequence<byte>(put), default);

        Assert.Equal(fault, received.Fault);
    }

    [Fact]
    public async Task A_peer_that_acknowledges_nothing_is_waited_for_with_four_mebibytes_kept()
    {
        using var pair = await ResumingPair.ConnectAsync(new FakeTimeProvider());
        var there = Open(pair.Technician.Peer, Files, Capability.SendFile);
        pair.Instrument.Swallows = true;

        var writing = WriteAsync(there.Pipe.Output, new byte[8 << 20], new Random(1));
        await UntilAsync(() => there.Counts.BytesOut > 3_500_000);
        _ = pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat("passes"));
        await UntilAsync(() => pair.Instrument.Came.Any(record => record.Header.Channel == ChannelId.Control));

        Assert.InRange(there.Counts.BytesOut, 3_500_000, 4 << 20);
        Assert.False(writing.IsCompleted);
    }

    private static IWireChannel Open(PeerConnection peer, ChannelId id, Capability capability, TimeProvider? time = null)
    {
        var gate = new ChannelGate(time ?? TimeProvider.System);
        var channel = peer.Open(id, capability, gate);
        gate.Release(HoldReason.Session);
        return channel;
    }

    private static byte[] Noise(Random random, int size)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteAsync(PipeWriter to, byte[] bytes, Random random)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - at, 1 + random.Next(60_000));
            await to.WriteAsync(bytes.AsMemory(at, size));
            at += size;
        }
    }

    private static async Task<string> HashAsync(PipeReader from, int size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = size; left > 0;)
        {
            var read = await from.ReadAsync();
            foreach (var piece in read.Buffer)
                hash.AppendData(piece.Span);
            left -= (int)read.Buffer.Length;
            from.AdvanceTo(read.Buffer.End);
            Assert.False(read.IsCompleted && left > 0, "the channel ended early");
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static byte[] WithSequence(byte[] record, byte sequence)
    {
        var changed = record.ToArray();
        changed[16] = sequence;
        return changed;
    }

    private static byte[] Flip(byte[] record)
    {
        record[^1] ^= 1;
        return record;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(LinkPair.Patience);
        while (!condition())
            await Task.Delay(5, limit.Token);
    }
}
