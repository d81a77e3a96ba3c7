using System.Buffers;
using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Records;

/// <summary>RESUME as a frame: sealed under a key of its own generation, taken once, and only with numbers that grow.</summary>
public sealed class ResumeKeysTests
{
    private static readonly ResumePoint[] Points = [new(new ChannelId(0), 7, 9, 0), new(new ChannelId(3), 0, 2, 1_500)];

    [Fact]
    public void What_is_sealed_opens_once_at_the_other_end()
    {
        var (here, there) = (Keys(0, 1), Keys(1, 0));
        var record = here.Seal(1, Points);

        Assert.Equal(Points, there.Open(record, out var failure)!.Points);
        Assert.Equal(RecordFailure.None, failure);
        Assert.Null(there.Open(record, out failure));
        Assert.Equal(RecordFailure.StaleResume, failure);
    }

    [Fact]
    public void An_older_generation_isnt_taken_and_none_is_sealed_twice()
    {
        var (here, there) = (Keys(0, 1), Keys(1, 0));
        var (first, second) = (here.Seal(1, Points), here.Seal(2, Points));
        there.Open(second, out _);

        Assert.Null(there.Open(first, out var failure));
        Assert.Equal(RecordFailure.StaleResume, failure);
        Assert.Throws<ArgumentOutOfRangeException>(() => here.Seal(2, Points));
    }

    [Fact]
    public void Every_changed_bit_is_refused()
    {
        var record = Keys(0, 1).Seal(1, Points);
        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            var changed = record.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (FrameReader.Check(RecordHeader.Read(changed)) != FrameStatus.Done || RecordHeader.Read(changed).RecordSize != changed.Length)
                continue;
            Assert.Null(Keys(1, 0).Open(changed, out _));
        }
    }

    [Fact]
    public void Its_own_record_isnt_taken_for_the_other_ends()
    {
        var here = Keys(0, 1);

        Assert.Null(here.Open(here.Seal(1, Points), out var failure));
        Assert.Equal(RecordFailure.Forged, failure);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("21")]
    [InlineData("01000000030000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000")]
    public void A_payload_that_nobody_writes_is_none(string payload) => Assert.Null(ResumeCodec.Decode(Convert.FromHexString(payload)));

    [Fact]
    public void The_reader_takes_it_in_pieces_and_judges_its_header_first()
    {
        var record = Keys(0, 1).Seal(1, Points);
        for (var size = 1; size < record.Length; size++)
        {
            var part = new ReadOnlySequence<byte>(record, 0, size);
            Assert.Equal(FrameStatus.NeedMore, FrameReader.TryRead(ref part, out _, out _));
        }

        Assert.Equal(FrameStatus.BadHeader, FrameReader.Check(RecordHeader.Read(record) with { Sequence = 0 }));
        Assert.Equal(FrameStatus.BadHeader, FrameReader.Check(RecordHeader.Read(record) with { Channel = new ChannelId(1) }));
        Assert.Equal(FrameStatus.BadHeader, FrameReader.Check(RecordHeader.Read(record) with { Epoch = 1 }));
    }

    private static ResumeKeys Keys(byte send, byte receive) => new([.. Enumerable.Repeat(send, 48)], [.. Enumerable.Repeat(receive, 48)], null);
}
