using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Attacks;

/// <summary>Whoever holds the cable between an end and its broker (an interceptor of the outer layer), and no key: what he does to the link of an open session.</summary>
[Trait("Requirement", "R-HS-4")]
[Trait("Requirement", "R-HS-5")]
public sealed class LinkAttackTests
{
    /// <summary>What comes in the place of the first of two of the broker's frames; null leaves the frame out.</summary>
    private static readonly Dictionary<string, (string Named, Func<byte[], byte[], byte[][]> Put)> Attacks = new()
    {
        ["replay"] = ("Replayed", (a, _) => [a, a]),
        ["drop"] = ("Gap", (_, b) => [b]),
        ["reorder"] = ("Gap", (a, b) => [b, a]),
        ["bit flip"] = ("Forged", (a, _) => [[.. a[..^1], (byte)(a[^1] ^ 1)]]),
        ["an unknown type"] = ("UnknownType", (a, _) => [[0x7f, .. a[1..]]]),
        ["a frame of no bytes"] = ("TooShort", (_, _) => [Frames.Empty(0).With(FrameType.LinkData, 0, 0)]),
        ["a frame of one byte"] = ("TooShort", (_, _) => [Frames.Empty(1).With(FrameType.LinkData, 0, 0)]),
        ["a frame of one sealed byte less"] = ("TooShort", (_, _) => [Frames.Empty(16).With(FrameType.LinkData, 0, 0)]),
        ["garbage"] = ("UnknownType", (_, _) => ["GET / HTTP/1.1\r\nHost: broker\r\n\r\n"u8.ToArray()]),
        ["a close that nobody sealed"] = ("Gap", (_, _) => [Frames.Empty(17).With(FrameType.LinkClose, 0, 1_000_000)]),
        ["a handshake on the established link"] = ("a handshake or a channel", (_, _) => [Frames.Empty(64).With(FrameType.LinkHandshake, 0, 2)]),
        ["another channel of the link"] = ("a handshake or a channel", (a, _) => [a.With(FrameType.LinkData, 9, 0)]),
        ["a length that no handshake has"] = ("TooLong", (_, _) => [Frames.Empty(8_200).With(FrameType.PeerHandshake, 0, 1)]),
    };

    public static TheoryData<string, Victim> Rows()
    {
        var rows = new TheoryData<string, Victim>();
        foreach (var name in Attacks.Keys)
        {
            rows.Add(name, Victim.Instrument);
            rows.Add(name, Victim.Console);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_victim_ends_and_nothing_more_is_delivered(string attack, Victim victim)
    {
        await using var it = await SupportCase.OpenAsync();
        var (named, put) = Attacks[attack];
        var cable = CableOf(it, victim);
        var first = await TakeAsync(it, cable);
        var second = await TakeAsync(it, cable);
        var oracle = Oracle.Before(it);

        foreach (var bytes in put(first, second))
        {
            await cable.SendAsync(toBroker: false, bytes);
        }

        await EndsAsync(oracle, victim, named);
    }

    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task An_end_that_gets_its_own_frame_back_ends(Victim victim)
    {
        await using var it = await SupportCase.OpenAsync();
        var cable = CableOf(it, victim);
        var own = cable.Seen.First(frame => frame.ToBroker && frame.Header.Type == FrameType.LinkData);
        var oracle = Oracle.Before(it);

        await cable.SendAsync(toBroker: false, own.Bytes);

        await EndsAsync(oracle, victim, "Replayed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_cut_cable_holds_everything_at_once_and_ends_the_session_when_the_grace_is_over(int intoRecord)
    {
        await using var it = await SupportCase.OpenAsync();
        var half = (await TakeAsync(it, it.InstrumentCable))[..intoRecord];
        var oracle = Oracle.Before(it);

        await it.InstrumentCable.SendAsync(toBroker: false, half);
        await it.InstrumentCable.CutAsync();

        await oracle.SuspendsAsync(Party.Broker);
    }

    [Fact]
    public async Task A_console_whose_cable_is_cut_says_so_and_the_instrument_holds_everything()
    {
        await using var it = await SupportCase.OpenAsync();
        var oracle = Oracle.Before(it);

        await it.ConsoleCable.CutAsync();

        await it.World.UntilAsync(() => it.Console.View!.Link.StartsWith("link lost", StringComparison.Ordinal));
        await oracle.SuspendsAsync(Party.Technician);
        await it.AdvanceAsync(TimeSpan.FromSeconds(15));
        await it.World.UntilAsync(() => it.Console.End is not null);
        Assert.Equal("LINK_LOST", it.Console.End!.Code);
    }

    [Theory]
    [InlineData(FrameType.LinkData)]
    [InlineData(FrameType.PeerData)]
    public async Task A_length_behind_which_nothing_comes_holds_everything_after_thirteen_seconds_and_ends_when_the_grace_is_over(FrameType type)
    {
        await using var it = await SupportCase.OpenAsync();

        await it.InstrumentCable.SendAsync(toBroker: false, Frames.Empty(65_516).With(type, 0, 0)[..RecordHeader.Size]);
        await it.AdvanceAsync(TimeSpan.FromSeconds(15), beat: true);
        await it.World.UntilAsync(() => it.Instrument.View!.State.LinksDown.ContainsKey(Party.Broker));
        var oracle = Oracle.Before(it);
        await it.AdvanceAsync(TimeSpan.FromSeconds(21), beat: true);

        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase >= SessionPhase.Ending);
        await oracle.CloseAsync();
        Assert.Equal(EndReason.LinkLost, it.Instrument.Summary!.Reason);
        await oracle.EvidenceAsync("session.ending", "link-lost");
    }

    private static Cable CableOf(SupportCase it, Victim victim) => victim == Victim.Instrument ? it.InstrumentCable : it.ConsoleCable;

    private static Task EndsAsync(Oracle oracle, Victim victim, string named) => victim == Victim.Instrument
        ? oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", named)
        : oracle.ConsoleEndsAsync("PROTOCOL_VIOLATION", named);

    /// <summary>The broker's next frame to that end, taken off the cable.</summary>
    private static async Task<byte[]> TakeAsync(SupportCase it, Cable cable)
    {
        var taken = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        cable.Script = frame => !frame.ToBroker && frame.Header.Type == FrameType.LinkData && taken.TrySetResult(frame.Bytes) ? [] : [frame.Bytes];
        await it.Middle.BeatAsync();
        var bytes = await taken.Task.WaitAsync(World.Patience);
        cable.Script = null;
        return bytes;
    }
}
