using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Links.Tests.Resuming;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Resources;

/// <summary>Twenty-four cuts at random places: what goes again are the same bytes, and nothing is sealed twice.</summary>
[Trait("Requirement", "R-NET-12")]
[Trait("Requirement", "R-CRY-5")]
public sealed class ResumeBytesTests
{
    private const int Cuts = 24;

    /// <summary>At the broker's place, between the real ends; each cut is inside the frame that it meets, at either end, in either direction.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_same_sequence_is_never_seen_with_other_bytes(int seed)
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var random = new Random(seed);
        var keys = it.Instrument.Sinks.Bytes;
        var pictures = it.Console.Sinks.Bytes;
        for (var cut = 0; cut < Cuts; cut++)
        {
            var lost = it.Count("link.lost");
            CutInside(it.CableOf(random.Next(2) == 0 ? Victim.Instrument : Victim.Console), random);
            for (var i = 0; i < 6; i++)
            {
                Assert.True(await it.SayAsync(Victim.Instrument));
                Assert.True(await it.SayAsync(Victim.Console));
                it.Instrument.Operator.Chat($"line {i}");
            }

            await it.World.UntilAsync(() => it.Count("link.lost") > lost && it.IsSound);
            keys += 6 * "canary key".Length;
            pictures += 6 * "canary picture".Length;
            await it.World.UntilAsync(() => it.Instrument.Sinks.Bytes >= keys && it.Console.Sinks.Bytes >= pictures);
        }

        Assert.Equal((keys, pictures), (it.Instrument.Sinks.Bytes, it.Console.Sinks.Bytes));
        var bySequence = it.Middle.Frames
            .Where(frame => frame.Header.Type is FrameType.PeerData or FrameType.PeerResume)
            .GroupBy(frame => (frame.To, frame.Header.Type, frame.Header.Channel, frame.Header.Sequence))
            .ToList();
        Assert.Contains(bySequence, each => each.Count() > 1);
        Assert.All(bySequence, each => Assert.Single(each.Select(frame => Convert.ToHexString(frame.Bytes)).Distinct()));
    }

    /// <summary>At both ends of the keys: no pair of key and nonce comes twice, RESUME's own among them.</summary>
    [Fact]
    public async Task No_pair_of_key_and_nonce_comes_twice()
    {
        using var pair = await ResumingPair.ConnectAsync();
        var random = new Random(20260302);
        var said = 0;
        for (var cut = 0; cut < Cuts; cut++)
        {
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                _ = pair.Technician.Peer.SendAsync(new TechnicianToInstrument.Chat($"line {said++}"));
                _ = pair.Instrument.Peer.SendAsync(new TechnicianToInstrument.Chat("yes"));
            }

            for (var i = random.Next(40); i > 0; i--)
            {
                await Task.Yield();
            }

            await pair.CutAsync();
            await pair.ResumeAsync();
        }

        Assert.Empty(pair.Technician.Faults.Concat(pair.Instrument.Faults));
        Assert.Equal(0, pair.Nonces.Repeated);
        Assert.True(pair.Nonces.Sealed > (2 * Cuts) + said, $"{pair.Nonces.Sealed} seals were watched");
    }

    /// <summary>After some frames, with a part of the next.</summary>
    private static void CutInside(Cable cable, Random random)
    {
        var left = random.Next(1, 8);
        var part = random.NextDouble();
        cable.Script = frame =>
        {
            if (Interlocked.Decrement(ref left) != 0)
            {
                return left < 0 ? [] : [frame.Bytes];
            }

            _ = cable.CutAsync();
            return [frame.Bytes[..(int)(frame.Bytes.Length * part)]];
        };
    }
}
