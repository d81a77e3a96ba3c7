using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Records;

public class RecordTests
{
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];

    private readonly FakeTimeProvider _time = new();

    [Fact]
    [Trait("Requirement", "R-CRY-1")]
    public void What_is_sealed_opens_once_and_in_order()
    {
        var (sealer, opener) = Ends();
        for (var i = 0; i < 100; i++)
        {
            var record = sealer.Seal(Payload)!;
            Assert.Equal(RecordSealer.RecordSize(Payload.Length), record.Length);
            Assert.Equal(Payload, Opened(opener, record));
        }

        Assert.Equal((100ul, 100ul), (sealer.NextSequence, opener.NextSequence));
    }

    [Fact]
    public void Every_payload_size_up_to_the_limit_opens_and_none_beyond_can_be_sealed()
    {
        Gen.Int[1, ProtocolLimits.MaxPayload].Sample(size =>
        {
            var (sealer, opener) = Ends();
            Assert.Equal(size, Opened(opener, sealer.Seal(new byte[size])!).Length);
        }, iter: 60);
        var (full, _) = Ends();
        Assert.Equal(ProtocolLimits.MaxRecord, full.Seal(new byte[ProtocolLimits.MaxPayload])!.Length);
        Assert.Throws<ArgumentException>(() => full.Seal(new byte[ProtocolLimits.MaxPayload + 1]));
        Assert.Throws<ArgumentException>(() => full.Seal([]));
        Assert.Throws<ArgumentException>(() => full.TrySeal(Payload, new byte[RecordSealer.RecordSize(Payload.Length) - 1], out _));
    }

    [Fact]
    [Trait("Requirement", "R-HS-4")]
    public void Every_flipped_bit_of_a_record_is_noticed()
    {
        var length = RecordSealer.RecordSize(Payload.Length);
        for (var bit = 0; bit < length * 8; bit++)
        {
            var (sealer, opener) = Ends();
            var record = sealer.Seal(Payload)!;
            record[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(RecordVerdict.Failed, opener.Open(record, new byte[70_000]).Verdict);
        }
    }

    [Theory]
    [InlineData(0, RecordFailure.Replayed)]
    [InlineData(2, RecordFailure.Gap)]
    [Trait("Requirement", "R-HS-4")]
    public void A_replayed_and_a_skipped_record_fail_for_good(int which, RecordFailure expected)
    {
        var (sealer, opener) = Ends();
        byte[][] records = [sealer.Seal(Payload)!, sealer.Seal(Payload)!, sealer.Seal(Payload)!];
        Opened(opener, records[0]);
        Assert.Equal(expected, opener.Open(records[which], new byte[99]).Failure);
        Assert.Equal(expected, opener.Open(records[1], new byte[99]).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-HS-4")]
    public void A_record_of_another_channel_direction_profile_or_session_fails()
    {
        var (sealer, _) = Ends();
        var record = sealer.Seal(Payload)!;
        Assert.Equal(RecordFailure.WrongChannel, Opener(channel: 6).Open(record, new byte[99]).Failure);
        Assert.Equal(RecordFailure.Forged, Opener(direction: RecordDirection.ResponderToInitiator).Open(record, new byte[99]).Failure);
        Assert.Equal(RecordFailure.WrongType, Opener(profile: HandshakeProfile.Link).Open(record, new byte[99]).Failure);
        Assert.Equal(RecordFailure.Forged, Opener(transcript: 1).Open(record, new byte[99]).Failure);

        var moved = record.ToArray();
        moved[4] = 6;
        Assert.Equal(RecordFailure.Forged, Opener(channel: 6).Open(moved, new byte[99]).Failure);
    }

    [Fact]
    public void Cut_and_lengthened_records_are_malformed()
    {
        var record = Ends().Sealer.Seal(Payload)!;
        foreach (var bad in new[] { [], record[..1], record[..18], record[..^1], [.. record, 0] })
            Assert.Equal(RecordFailure.Malformed, Ends().Opener.Open(bad, new byte[99]).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-REC-1")]
    public void Keys_change_by_records_bytes_and_age_and_nothing_is_lost()
    {
        var limits = new RekeyLimits(4, 1000, TimeSpan.FromMinutes(15));
        var (sealer, opener) = Ends(limits);
        var epochs = new List<uint>();
        for (var i = 0; i < 9; i++)
            epochs.Add(Exchange(Payload));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2], epochs);
        Assert.Equal(2u, Exchange(new byte[900]) - 1);
        Assert.Equal(4u, Exchange(new byte[900]));
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(5u, Exchange(Payload));

        uint Exchange(byte[] payload)
        {
            var record = sealer.Seal(payload)!;
            Assert.Equal(payload, Opened(opener, record));
            return RecordHeader.Read(record).Epoch;
        }
    }

    [Fact]
    public void A_receiver_insists_on_the_limits_and_on_one_epoch_at_a_time()
    {
        var (greedy, _) = Ends(new RekeyLimits(100, 100_000, TimeSpan.FromHours(1)));
        var strict = Ends(new RekeyLimits(2, 100_000, TimeSpan.FromHours(1))).Opener;
        Opened(strict, greedy.Seal(Payload)!);
        Opened(strict, greedy.Seal(Payload)!);
        Assert.Equal(RecordFailure.KeyExhausted, strict.Open(greedy.Seal(Payload)!, new byte[99]).Failure);

        var record = Ends().Sealer.Seal(Payload)!;
        record[8] = 2;
        Assert.Equal(RecordFailure.WrongEpoch, Ends().Opener.Open(record, new byte[99]).Failure);
        record[8] = 1;
        Assert.Equal(RecordFailure.Forged, Ends().Opener.Open(record, new byte[99]).Failure);

        var old = Ends(new RekeyLimits(1, 100_000, TimeSpan.FromHours(1)));
        var first = old.Sealer.Seal(Payload)!;
        Opened(old.Opener, first);
        Opened(old.Opener, old.Sealer.Seal(Payload)!);
        var back = old.Sealer.Seal(Payload)!;
        back[8] = 0;
        Assert.Equal(RecordFailure.WrongEpoch, old.Opener.Open(back, new byte[99]).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-CRY-5")]
    public void No_key_and_nonce_pair_repeats_over_many_records_channels_directions_and_epochs()
    {
        var watch = new PairWatch();
        var limits = new RekeyLimits(500, long.MaxValue, TimeSpan.FromHours(1));
        var sealers = (from channel in new uint[] { 0, 1, 2 } from direction in Enum.GetValues<RecordDirection>()
                       select new RecordSealer(Secret(direction, channel, 0), HandshakeProfile.EndToEnd, new ChannelId(channel), _time, limits, watch)).ToArray();
        var buffer = new byte[64];
        for (var i = 0; i < 20_000; i++)
        {
            foreach (var sealer in sealers)
                Assert.True(sealer.TrySeal([1], buffer, out _));
        }

        Assert.Equal(120_000, watch.Pairs.Count);
        Assert.Equal(120_000, watch.Calls);
    }

    [Fact]
    public void Nothing_is_sealed_or_opened_once_the_keys_are_destroyed()
    {
        var (sealer, opener) = Ends();
        var record = sealer.Seal(Payload)!;
        sealer.Dispose();
        opener.Dispose();
        Assert.True(sealer.IsClosed);
        Assert.Null(sealer.Seal(Payload));
        Assert.False(sealer.TrySeal(Payload, new byte[99], out var written));
        Assert.Equal(0, written);
        Assert.Equal(RecordFailure.KeysGone, opener.Open(record, new byte[99]).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-REC-2")]
    public void An_authenticated_end_is_told_from_a_cut_and_nothing_follows_it()
    {
        var sealer = new RecordSealer(Secret(0, 0, 0), HandshakeProfile.EndToEnd, ChannelId.Control, _time, RekeyLimits.Default);
        var opener = new RecordOpener(Secret(0, 0, 0), HandshakeProfile.EndToEnd, ChannelId.Control, RekeyLimits.Default);
        Opened(opener, sealer.Seal(Payload)!);
        Assert.False(opener.SawClose);
        var close = sealer.SealClose(CloseReason.Finished)!;
        Assert.Null(sealer.Seal(Payload));
        Assert.Null(sealer.SealClose(CloseReason.Error));
        var buffer = new byte[99];
        Assert.Equal(RecordVerdict.PeerClosed, opener.Open(close, buffer).Verdict);
        Assert.Equal(CloseReason.Finished, (CloseReason)buffer[0]);
        Assert.True(opener.SawClose);
        Assert.Equal(RecordFailure.AfterClose, opener.Open(close, buffer).Failure);
        Assert.Throws<InvalidOperationException>(() => Ends().Sealer.SealClose(CloseReason.Finished));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(255)]
    [Trait("Requirement", "R-REC-2")]
    public void An_end_without_one_of_the_four_reasons_is_no_end(byte reason)
    {
        var sealer = new RecordSealer(Secret(0, 0, 0), HandshakeProfile.EndToEnd, ChannelId.Control, _time, RekeyLimits.Default);
        var opener = new RecordOpener(Secret(0, 0, 0), HandshakeProfile.EndToEnd, ChannelId.Control, RekeyLimits.Default);
        Assert.Equal(RecordFailure.Malformed, opener.Open(sealer.SealClose((CloseReason)reason)!, new byte[99]).Failure);
        Assert.False(opener.SawClose);
    }

    [Fact]
    [Trait("Requirement", "R-REC-3")]
    public void Input_records_have_one_size_and_bad_padding_is_refused()
    {
        Assert.Single(Enumerable.Range(1, InputPadding.MaxMessage).Select(n => InputPadding.Pad(new byte[n]).Length).Distinct());
        Assert.Throws<ArgumentException>(() => InputPadding.Pad([]));
        Assert.Throws<ArgumentException>(() => InputPadding.Pad(new byte[InputPadding.MaxMessage + 1]));
        Gen.Byte.Array[1, InputPadding.MaxMessage].Sample(message =>
        {
            Assert.True(InputPadding.TryUnpad(InputPadding.Pad(message), out var back));
            Assert.Equal(message, back.ToArray());
        }, iter: 200);
        var padded = InputPadding.Pad([1, 2, 3]);
        foreach (var bad in new[] { padded[..^1], [.. padded, 0], With(padded, 40, 1), With(padded, 1, 0), With(padded, 1, 63), With(padded, 0, 1) })
            Assert.False(InputPadding.TryUnpad(bad, out _));
    }

    private static byte[] With(byte[] bytes, int index, byte value)
    {
        var copy = bytes.ToArray();
        copy[index] = value;
        return copy;
    }

    private static byte[] Secret(RecordDirection direction, uint channel, byte transcript)
    {
        var th6 = new byte[48];
        th6[0] = transcript;
        return KeySchedule.ChannelSecret(new byte[48], direction, new ChannelId(channel), th6);
    }

    private static byte[] Opened(RecordOpener opener, byte[] record)
    {
        var buffer = new byte[record.Length];
        var result = opener.Open(record, buffer);
        Assert.Equal((RecordVerdict.Opened, RecordFailure.None), (result.Verdict, result.Failure));
        return buffer[..result.Length];
    }

    private static RecordOpener Opener(
        uint channel = 5, RecordDirection direction = RecordDirection.InitiatorToResponder, HandshakeProfile profile = HandshakeProfile.EndToEnd, byte transcript = 0) =>
        new(Secret(direction, channel, transcript), profile, new ChannelId(channel), RekeyLimits.Default);

    private (RecordSealer Sealer, RecordOpener Opener) Ends(RekeyLimits? limits = null) => (
        new RecordSealer(Secret(RecordDirection.InitiatorToResponder, 5, 0), HandshakeProfile.EndToEnd, new ChannelId(5), _time, limits ?? RekeyLimits.Default),
        new RecordOpener(Secret(RecordDirection.InitiatorToResponder, 5, 0), HandshakeProfile.EndToEnd, new ChannelId(5), limits ?? RekeyLimits.Default));

    private sealed class PairWatch : IAeadWatch
    {
        public HashSet<string> Pairs { get; } = [];

        public int Calls { get; private set; }

        public void Sealing(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce)
        {
            Calls++;
            Pairs.Add(Convert.ToHexString(keyId) + Convert.ToHexString(nonce));
        }
    }
}
