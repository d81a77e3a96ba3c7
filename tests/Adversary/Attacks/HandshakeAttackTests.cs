using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Attacks;

/// <summary>Whoever stands where the relay is and holds no end's key: what he does to the six messages between technician and instrument.</summary>
[Trait("Requirement", "R-HS-4")]
[Trait("Requirement", "R-HS-10")]
public sealed class HandshakeAttackTests
{
    private const int Body = RecordHeader.Size;

    /// <summary>Name; message; what comes in its place; who ends it, and by which check.</summary>
    private static readonly (string Name, int Message, Func<byte[], byte[][]> Put, Victim Ends, string Named)[] Attacks =
    [
        ("M1 without version 1", 1, m => [Set(m, Body + 2, 2)], Victim.Instrument, "VersionNotOffered"),
        ("M1 with version 0 alone", 1, m => [Set(m, Body + 2, 0)], Victim.Instrument, "VersionNotOffered"),
        ("M1 without suite 1", 1, m => [Set(m, Body + 5, 9)], Victim.Instrument, "SuiteNotOffered"),
        ("M1 that offers nothing", 1, m => [Set(m, Body, 0)], Victim.Instrument, "Malformed"),
        ("M1 with another nonce", 1, m => [Flip(m, Body + 6)], Victim.Instrument, "SealBroken"),
        ("M1 with another commitment", 1, m => [Flip(m, Body + 40)], Victim.Instrument, "CommitmentMismatch"),
        ("M1 for another ticket", 1, m => [Flip(m, m.Length - 1)], Victim.Instrument, "WrongContext"),
        ("M1 twice", 1, m => [m, m], Victim.Instrument, "OutOfOrder"),
        ("garbage for M1", 1, m => [Noise(m.Length).With(FrameType.PeerHandshake, 0, 1)], Victim.Instrument, "Malformed"),
        ("zeros for M1", 1, _ => [Frames.Empty(64).With(FrameType.PeerHandshake, 0, 1)], Victim.Instrument, "Malformed"),
        ("a record of data for M1", 1, m => [m.With(FrameType.PeerData, 0, 0)], Victim.Instrument, "a record before the handshake"),
        ("M2 with version 2", 2, m => [Set(m, Body + 1, 2)], Victim.Console, "VersionNotOffered"),
        ("M2 with version 0", 2, m => [Set(m, Body + 1, 0)], Victim.Console, "VersionNotOffered"),
        ("M2 with an unknown suite", 2, m => [Set(m, Body + 3, 7)], Victim.Console, "SuiteNotOffered"),
        ("M2 with another nonce", 2, m => [Flip(m, Body + 6)], Victim.Instrument, "SealBroken"),
        ("M2 with another key share", 2, m => [Flip(m, Body + 40)], Victim.Instrument, "SealBroken"),
        ("M2 with a point of small order", 2, m => [Zero(m, Body + 36, 32)], Victim.Console, "BadKeyShare"),
        ("M2 with an unreduced encapsulation key", 2, m => [Fill(m, Body + 68, 32, 0xff)], Victim.Console, "BadEncapsulation"),
        ("garbage for M2", 2, m => [Noise(m.Length).With(FrameType.PeerHandshake, 0, 2)], Victim.Console, "VersionNotOffered"),
        ("M2 without its last byte", 2, m => [m[..^1].With(FrameType.PeerHandshake, 0, 2)], Victim.Console, "Malformed"),
        ("M3 with another opening", 3, m => [Flip(m, Body + 40)], Victim.Instrument, "CommitmentMismatch"),
        ("M3 with another ciphertext of ML-KEM", 3, m => [Flip(m, Body + 100)], Victim.Instrument, "SealBroken"),
        ("M3 with a bit of the identity", 3, m => [Flip(m, m.Length - 30)], Victim.Instrument, "SealBroken"),
        ("M3 twice", 3, m => [m, m], Victim.Instrument, "OutOfOrder"),
        ("M3 left out", 3, m => [m.With(FrameType.PeerHandshake, 0, 5)], Victim.Instrument, "OutOfOrder"),
        ("M4 with a bit of the identity", 4, m => [Flip(m, Body + 3)], Victim.Console, "SealBroken"),
        ("M4 with a bit of the tag", 4, m => [Flip(m, m.Length - 1)], Victim.Console, "SealBroken"),
        ("M4 under number 6", 4, m => [m.With(FrameType.PeerHandshake, 0, 6)], Victim.Console, "OutOfOrder"),
        ("M5 with a bit of the contribution", 5, m => [Flip(m, Body + 3)], Victim.Instrument, "SealBroken"),
        ("M6 with a bit of the MAC", 6, m => [Flip(m, Body + 3)], Victim.Console, "SealBroken"),
        ("zeros for M6", 6, m => [Frames.Empty(m.Length - Body).With(FrameType.PeerHandshake, 0, 6)], Victim.Console, "SealBroken"),
    ];

    public static TheoryData<string> Names => [.. Attacks.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "R-HS-5")]
    public async Task A_changed_handshake_ends_with_its_name_and_nobody_joins(string name)
    {
        var attack = Attacks.Single(one => one.Name == name);
        await using var it = await SupportCase.WaitingAsync();
        var oracle = Oracle.Before(it);
        Replace(it, attack.Message, attack.Put);

        it.Connect();

        await EndsAsync(oracle, attack.Message, attack.Ends, attack.Named);
    }

    [Theory]
    [InlineData(1, Victim.Instrument, "WrongContext")]
    [InlineData(2, Victim.Instrument, "SealBroken")]
    [InlineData(3, Victim.Instrument, "CommitmentMismatch")]
    [InlineData(4, Victim.Console, "SealBroken")]
    [InlineData(5, Victim.Instrument, "SealBroken")]
    [InlineData(6, Victim.Console, "SealBroken")]
    public async Task A_message_of_another_session_ends_the_handshake(int message, Victim ends, string named)
    {
        await using var other = await SupportCase.JoinedAsync();
        var foreign = Message(other, message);
        await using var it = await SupportCase.WaitingAsync();
        var oracle = Oracle.Before(it);
        Replace(it, message, _ => [foreign]);

        it.Connect();

        await EndsAsync(oracle, message, ends, named);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(2, 3)]
    [InlineData(4, 5)]
    public async Task An_end_that_gets_its_own_message_back_ends_the_handshake(int sent, int awaited)
    {
        await using var it = await SupportCase.WaitingAsync();
        var oracle = Oracle.Before(it);
        var ends = sent % 2 == 1 ? Victim.Console : Victim.Instrument;
        Replace(it, awaited, _ => [Message(it, sent)]);

        it.Connect();

        await EndsAsync(oracle, awaited, ends, "OutOfOrder");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("Requirement", "R-HS-11")]
    public async Task A_handshake_that_is_cut_off_is_dropped_after_ten_seconds(int message)
    {
        await using var it = await SupportCase.WaitingAsync();
        var oracle = Oracle.Before(it);
        var isCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Replace(it, message, _ =>
        {
            isCut.TrySetResult();
            return [];
        });

        it.Connect();
        await isCut.Task.WaitAsync(World.Patience);
        await it.ConsoleCable.CutAsync();
        await it.World.UntilAsync(() => it.Console.End is not null);

        await oracle.ExpiresAsync();
    }

    [Fact]
    public async Task A_recorded_session_played_once_more_opens_nothing()
    {
        await using var other = await SupportCase.OpenAsync();
        var recorded = other.Middle.Frames.Where(frame => frame.To == Victim.Instrument).Select(frame => frame.Bytes).ToList();
        await using var it = await SupportCase.WaitingAsync();
        var oracle = Oracle.Before(it);

        // Three attempts are all that a number has; each of these is one.
        foreach (var record in recorded.Take(3))
        {
            await it.PutAsync(Victim.Instrument, record);
        }

        await oracle.InstrumentEndsAsync(EndReason.HandshakesExhausted, "handshake.failed", "a handshake without a ticket");
    }

    private static async Task EndsAsync(Oracle oracle, int message, Victim ends, string named)
    {
        if (ends == Victim.Instrument)
        {
            await oracle.HandshakeFailsAsync(named);
        }
        else if (message == 6)
        {
            // The instrument is done by then: it sees a technician who goes again.
            await oracle.ConsoleEndsAsync("HANDSHAKE_FAILED", named);
        }
        else
        {
            await oracle.ConsoleGivesUpAsync(named, begunAtInstrument: true);
        }
    }

    private static byte[] Message(SupportCase it, int number) =>
        it.Middle.Frames.First(frame => frame.Header.Type == FrameType.PeerHandshake && frame.Header.Sequence == (ulong)number).Bytes;

    /// <summary>Puts something else in one message's place, and lets the others through.</summary>
    private static void Replace(SupportCase it, int message, Func<byte[], byte[][]> put) => it.Middle.Intercept = async frame =>
    {
        if (frame.Header.Type != FrameType.PeerHandshake || frame.Header.Sequence != (ulong)message)
        {
            return false;
        }

        foreach (var record in put(frame.Bytes))
        {
            await it.PutAsync(frame.To, record);
        }

        return true;
    };

    private static byte[] Flip(byte[] record, int at) => Set(record, at, (byte)(record[at] ^ 1));

    private static byte[] Set(byte[] record, int at, byte value) => Fill(record, at, 1, value);

    private static byte[] Zero(byte[] record, int at, int count) => Fill(record, at, count, 0);

    private static byte[] Fill(byte[] record, int at, int count, byte value)
    {
        var changed = record.ToArray();
        changed.AsSpan(at, count).Fill(value);
        return changed;
    }

    private static byte[] Noise(int size)
    {
        var noise = new byte[size];
        new Random(size).NextBytes(noise);
        return noise;
    }
}
