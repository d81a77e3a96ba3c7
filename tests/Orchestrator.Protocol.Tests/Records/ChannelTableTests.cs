using System.Buffers;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Protocol.Tests.Handshake;

namespace Orchestrator.Protocol.Tests.Records;

public sealed class ChannelTableTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChannelTable _technician;
    private readonly ChannelTable _instrument;

    public ChannelTableTests() => (_technician, _instrument) = Tables(HandshakeProfile.EndToEnd);

    public void Dispose()
    {
        _technician.Dispose();
        _instrument.Dispose();
    }

    [Fact]
    public void Channel_zero_is_open_both_ways_from_the_start()
    {
        Assert.Equal("hello", Text(_instrument, _technician.Control.Sealer.Seal("hello"u8)!));
        Assert.Equal("yes", Text(_technician, _instrument.Control.Sealer.Seal("yes"u8)!));
    }

    [Fact]
    public void An_opened_channel_carries_both_ways_and_its_number_is_never_given_again()
    {
        Assert.True(_instrument.TryOpen(new ChannelId(3), out var here));
        Assert.True(_technician.TryOpen(new ChannelId(3), out var there));
        Assert.Equal("a", Text(_technician, here.Sealer.Seal("a"u8)!));
        Assert.Equal("b", Text(_instrument, there.Sealer.Seal("b"u8)!));
        Assert.True(_instrument.Close(new ChannelId(3)));
        foreach (var used in new uint[] { 0, 1, 2, 3 })
            Assert.False(_instrument.TryOpen(new ChannelId(used), out _));
        Assert.True(_instrument.TryOpen(new ChannelId(4), out _));
    }

    [Fact]
    public void A_record_for_a_channel_that_was_never_opened_ends_everything()
    {
        Assert.True(_technician.TryOpen(new ChannelId(1), out var there));
        var result = Open(_instrument, there.Sealer.Seal("x"u8)!);
        Assert.Equal((RecordVerdict.Failed, RecordFailure.NeverOpened), (result.Verdict, result.Failure));
        Assert.Equal(RecordFailure.NeverOpened, _instrument.Failure);
        Assert.Null(_instrument.Control.Sealer.Seal("x"u8));
        Assert.False(_instrument.TryOpen(new ChannelId(2), out _));
    }

    [Fact]
    public void What_was_under_way_when_we_closed_is_dropped_and_counted()
    {
        var (here, there) = OpenBoth(1);
        var record = there.Sealer.Seal("late"u8)!;
        Assert.True(_instrument.Close(here.Id));
        Assert.False(_instrument.Close(here.Id));
        Assert.Null(here.Sealer.Seal("no more"u8));
        Assert.Equal(RecordVerdict.Dropped, Open(_instrument, record).Verdict);
        Assert.Equal(1, _instrument.DroppedRecords);
        Assert.Equal("still here", Text(_instrument, _technician.Control.Sealer.Seal("still here"u8)!));
    }

    [Fact]
    public void Traffic_of_a_closed_channel_beyond_five_seconds_ends_everything()
    {
        var (here, there) = OpenBoth(1);
        _instrument.Close(here.Id);
        _time.Advance(ProtocolLimits.ClosedDrain);
        Assert.Equal(RecordVerdict.Dropped, Open(_instrument, there.Sealer.Seal("x"u8)!).Verdict);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(RecordFailure.ClosedTooLong, Open(_instrument, there.Sealer.Seal("x"u8)!).Failure);
    }

    [Fact]
    public void Traffic_of_a_closed_channel_beyond_four_mebibytes_ends_everything()
    {
        var (here, there) = OpenBoth(1);
        _instrument.Close(here.Id);
        var payload = new byte[ProtocolLimits.MaxPayload];
        var dropped = 0;
        var result = OpenResult.Dropped;
        while (dropped < 1000 && (result = Open(_instrument, there.Sealer.Seal(payload)!)).Verdict == RecordVerdict.Dropped)
            dropped++;
        Assert.Equal(RecordFailure.ClosedTooMuch, result.Failure);
        Assert.Equal(ProtocolLimits.ClosedDrainBytes / ProtocolLimits.MaxRecord, dropped);
    }

    [Fact]
    public void A_forged_record_on_one_channel_ends_all_of_them()
    {
        var (_, there) = OpenBoth(1);
        var record = there.Sealer.Seal("x"u8)!;
        record[^1] ^= 1;
        Assert.Equal(RecordFailure.Forged, Open(_instrument, record).Failure);
        Assert.Equal(RecordFailure.Forged, Open(_instrument, _technician.Control.Sealer.Seal("x"u8)!).Failure);
    }

    [Fact]
    public void A_record_is_not_taken_back_by_its_own_sender()
    {
        var (_, there) = OpenBoth(1);
        Assert.Equal(RecordFailure.Forged, Open(_technician, there.Sealer.Seal("x"u8)!).Failure);
    }

    [Fact]
    public void Too_large_and_too_many_records_on_channel_zero_end_a_session_but_not_a_broker_link()
    {
        Assert.Equal(RecordFailure.TooLarge, Open(_instrument, _technician.Control.Sealer.Seal(new byte[ProtocolLimits.MaxControlPayload + 1])!).Failure);

        var (talker, listener) = Tables(HandshakeProfile.EndToEnd);
        for (var i = 0; i < ProtocolLimits.ControlBurst; i++)
            Assert.Equal(RecordVerdict.Opened, Open(listener, talker.Control.Sealer.Seal("x"u8)!).Verdict);
        Assert.Equal(RecordFailure.TooFast, Open(listener, talker.Control.Sealer.Seal("x"u8)!).Failure);

        var (endpoint, broker) = Tables(HandshakeProfile.Link);
        for (var i = 0; i <= ProtocolLimits.ControlBurst; i++)
            Assert.Equal(RecordVerdict.Opened, Open(broker, endpoint.Control.Sealer.Seal("x"u8)!).Verdict);
        Assert.Equal(RecordVerdict.Opened, Open(broker, endpoint.Control.Sealer.Seal(new byte[ProtocolLimits.MaxPayload])!).Verdict);
    }

    [Fact]
    public void A_slow_talker_never_meets_the_limit()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            Assert.Equal(RecordVerdict.Opened, Open(_instrument, _technician.Control.Sealer.Seal("x"u8)!).Verdict);
        }
    }

    [Fact]
    [Trait("Requirement", "R-REC-2")]
    public void Nothing_is_taken_after_the_peers_end_not_even_on_another_channel()
    {
        var (_, there) = OpenBoth(1);
        var late = there.Sealer.Seal("late"u8)!;
        Assert.False(_instrument.SawClose);
        Assert.Equal(RecordVerdict.PeerClosed, Open(_instrument, _technician.Control.Sealer.SealClose(CloseReason.Finished)!).Verdict);
        Assert.True(_instrument.SawClose);
        Assert.Equal(RecordFailure.AfterClose, Open(_instrument, late).Failure);
    }

    [Fact]
    public void Many_channels_at_once_are_refused()
    {
        for (var i = 1u; i < ProtocolLimits.MaxOpenChannels; i++)
            Assert.True(_instrument.TryOpen(new ChannelId(i), out _));
        Assert.False(_instrument.TryOpen(new ChannelId(99), out _));
        Assert.Equal(RecordFailure.None, _instrument.Failure);
    }

    [Fact]
    public void A_record_in_pieces_opens_like_a_whole_one()
    {
        var record = _technician.Control.Sealer.Seal("pieces"u8)!;
        var whole = Pieces.Of(record, 7);
        var buffer = new byte[record.Length];
        var result = _instrument.Open(RecordHeader.Read(record), whole, buffer);
        Assert.Equal("pieces"u8.ToArray(), buffer[..result.Length]);
    }

    private (ChannelTable Initiator, ChannelTable Responder) Tables(HandshakeProfile profile)
    {
        var run = HandshakePair.Of(profile).Run();
        return (new ChannelTable(run.Initiator!, _time), new ChannelTable(run.Responder!, _time));
    }

    private (SecureChannel Here, SecureChannel There) OpenBoth(uint id)
    {
        Assert.True(_instrument.TryOpen(new ChannelId(id), out var here));
        Assert.True(_technician.TryOpen(new ChannelId(id), out var there));
        return (here, there);
    }

    private static OpenResult Open(ChannelTable table, byte[] record) => table.Open(RecordHeader.Read(record), record, new byte[record.Length]);

    private static string Text(ChannelTable table, byte[] record)
    {
        var buffer = new byte[record.Length];
        var result = table.Open(RecordHeader.Read(record), new ReadOnlySequence<byte>(record), buffer);
        Assert.Equal(RecordVerdict.Opened, result.Verdict);
        return System.Text.Encoding.UTF8.GetString(buffer.AsSpan(0, result.Length));
    }
}
