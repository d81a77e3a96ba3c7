using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// Whoever stands where the relay is and holds no end's key: what he does to records of an open session, against each end. The middle has no gates, so
/// only the victim itself stands against it.
/// </summary>
[Trait("Requirement", "R-HS-4")]
public sealed class RecordAttackTests
{
    /// <summary>What is put before the victim in the place of two honest records, and the check that it must fail.</summary>
    private static readonly Dictionary<string, (string Named, Func<byte[], byte[], ulong, byte[][]> Put)> Attacks = new()
    {
        ["replay in the session"] = ("Replayed", (a, _, _) => [a, a]),
        ["drop"] = ("Gap", (_, b, _) => [b]),
        ["reorder"] = ("Gap", (a, b, _) => [b, a]),
        ["bit of the ciphertext"] = ("Forged", (a, _, _) => [Set(a, RecordHeader.Size, (byte)(a[RecordHeader.Size] ^ 1))]),
        ["bit of the tag"] = ("Forged", (a, _, _) => [Set(a, a.Length - 1, (byte)(a[^1] ^ 1))]),
        ["epoch far ahead"] = ("WrongEpoch", (a, _, _) => [Set(a, 5, 0x7f)]),
        ["next epoch"] = ("Forged", (a, _, _) => [Set(a, 8, 1)]),
        ["sequence far ahead"] = ("Gap", (a, _, _) => [Set(a, 9, 0x40)]),
        ["header of a channel that never was"] = ("NeverOpened", (a, _, _) => [Set(a, 1, 0x7f)]),
        ["header of the control channel"] = ("Forged", (a, _, control) => [a.With(FrameType.PeerData, 0, control)]),
        ["a close that nobody sealed"] = ("Forged", (_, _, control) => [Frames.Empty(17).With(FrameType.PeerClose, 0, control)]),
        ["a handshake within the session"] = ("a handshake within a session", (_, _, _) => [Frames.Empty(64).With(FrameType.PeerHandshake, 0, 5)]),
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
        var first = await it.TakeRecordAsync(victim);
        var second = await it.TakeRecordAsync(victim);
        var control = (ulong)it.Middle.Frames.Count(frame => frame.To == victim && frame.Header is { Type: FrameType.PeerData, Channel.Value: 0 });
        var records = put(first, second, control);
        if (ReferenceEquals(records[0], first))
        {
            var before = it.SinksOf(victim).Bytes;
            await it.PutAsync(victim, first);
            await it.World.UntilAsync(() => it.SinksOf(victim).Bytes > before);
            records = records[1..];
        }

        var oracle = Oracle.Before(it);
        foreach (var record in records)
        {
            await it.PutAsync(victim, record);
        }

        await EndsAsync(oracle, victim, named);
    }

    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task A_record_is_not_taken_back_by_its_own_sender(Victim victim)
    {
        await using var it = await SupportCase.OpenAsync();
        var other = victim == Victim.Instrument ? Victim.Console : Victim.Instrument;
        var own = it.Middle.Frames.First(frame => frame.To == other && frame.Header.Channel != ChannelId.Control);
        Assert.Equal(0UL, own.Header.Sequence);
        var oracle = Oracle.Before(it);

        await it.PutAsync(victim, own.Bytes);

        await EndsAsync(oracle, victim, "Forged");
    }

    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task A_record_of_another_session_is_not_taken(Victim victim)
    {
        await using var other = await SupportCase.OpenAsync();
        var foreign = await other.TakeRecordAsync(victim);
        await using var it = await SupportCase.OpenAsync();
        var oracle = Oracle.Before(it);

        await it.PutAsync(victim, foreign);

        await EndsAsync(oracle, victim, "Forged");
    }

    [Fact]
    public async Task A_record_under_the_header_of_another_open_channel_is_not_taken()
    {
        await using var it = await SupportCase.OpenAsync();
        var key = await it.TakeRecordAsync(Victim.Instrument);
        var view = it.Instrument.View!.State.Channels.Values.Single(channel => channel.Capability == Capability.ViewScreen);
        var oracle = Oracle.Before(it);

        await it.PutAsync(Victim.Instrument, key.With(FrameType.PeerData, view.Id.Value, 0));

        await EndsAsync(oracle, Victim.Instrument, "Forged");
    }

    [Fact]
    public async Task A_record_of_a_closed_channel_is_dropped_and_one_that_comes_late_ends_the_session()
    {
        await using var it = await SupportCase.OpenAsync();
        var key = await it.TakeRecordAsync(Victim.Instrument);
        it.Instrument.Operator.RevokeAll();
        await it.World.UntilAsync(() => it.Instrument.View!.State.Channels.IsEmpty);
        var oracle = Oracle.Before(it);

        await it.PutAsync(Victim.Instrument, key);
        await it.SettleAsync();
        Assert.Equal(SessionPhase.Open, it.Instrument.View!.State.Phase);
        await it.AdvanceAsync(TimeSpan.FromSeconds(6), beat: true);
        oracle = Oracle.Before(it);
        await it.PutAsync(Victim.Instrument, key);

        await EndsAsync(oracle, Victim.Instrument, "ClosedTooLong");
    }

    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task Flipped_bits_anywhere_in_a_record_are_noticed(Victim victim)
    {
        // Every single bit is held against the opener itself in RecordTests; here some of them against the whole end.
        var random = new Random(20260302);
        for (var round = 0; round < 4; round++)
        {
            await using var it = await SupportCase.OpenAsync();
            var record = await it.TakeRecordAsync(victim);
            var oracle = Oracle.Before(it);
            var bit = random.Next(RecordHeader.Size * 8, record.Length * 8);
            record[bit / 8] ^= (byte)(1 << (bit % 8));

            await it.PutAsync(victim, record);

            await EndsAsync(oracle, victim, "Forged");
        }
    }

    private static async Task EndsAsync(Oracle oracle, Victim victim, string named)
    {
        if (victim == Victim.Instrument)
        {
            await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", named);
        }
        else
        {
            await oracle.ConsoleEndsAsync("PROTOCOL_VIOLATION", named);
        }
    }

    private static byte[] Set(byte[] record, int at, byte value)
    {
        var changed = record.ToArray();
        changed[at] = value;
        return changed;
    }
}
