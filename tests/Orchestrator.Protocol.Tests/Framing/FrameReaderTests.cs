using System.Buffers;
using CsCheck;
using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Framing;

public class FrameReaderTests
{
    private static byte[] Record(FrameType type = FrameType.PeerData, uint channel = 3, uint epoch = 1, ulong sequence = 9, int body = 30)
    {
        var record = new byte[RecordHeader.Size + body];
        new RecordHeader(type, new ChannelId(channel), epoch, sequence, (ushort)body).Write(record);
        return record;
    }

    [Fact]
    public void A_header_keeps_its_fields_at_their_offsets()
    {
        var record = Record(FrameType.LinkData, 0x01020304, 0x05060708, 0x090A0B0C0D0E0F10, 0x1112 - 0x1100 + 100);
        Assert.Equal("02010203040506070809" + "0A0B0C0D0E0F100076", Convert.ToHexString(record.AsSpan(0, RecordHeader.Size)));
        Gen.Select(Gen.UInt, Gen.UInt, Gen.ULong, Gen.UShort).Sample((channel, epoch, sequence, length) =>
        {
            var header = new RecordHeader(FrameType.PeerData, new ChannelId(channel), epoch, sequence, length);
            var bytes = new byte[RecordHeader.Size];
            header.Write(bytes);
            Assert.Equal(header, RecordHeader.Read(bytes));
        }, iter: 500);
    }

    [Fact]
    public void Two_records_split_at_every_byte_come_out_whole()
    {
        byte[] one = Record(body: 30);
        byte[] two = Record(FrameType.LinkHandshake, 0, 0, 2, 64);
        byte[] stream = [.. one, .. two];
        for (var cut = 1; cut < stream.Length; cut++)
        {
            var input = Pieces.Of(stream, cut);
            Assert.Equal(FrameStatus.Done, FrameReader.TryRead(ref input, out var header, out var whole));
            Assert.Equal(one, whole.ToArray());
            Assert.Equal(new ChannelId(3), header.Channel);
            Assert.Equal(FrameStatus.Done, FrameReader.TryRead(ref input, out header, out whole));
            Assert.Equal(two, whole.ToArray());
            Assert.Equal(FrameType.LinkHandshake, header.Type);
            Assert.Equal(FrameStatus.NeedMore, FrameReader.TryRead(ref input, out _, out _));
        }
    }

    [Fact]
    public void Every_prefix_of_a_record_needs_more_and_leaves_the_input_alone()
    {
        var record = Record();
        for (var length = 0; length < record.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(record, 0, length);
            Assert.Equal(FrameStatus.NeedMore, FrameReader.TryRead(ref input, out _, out _));
            Assert.Equal(length, input.Length);
        }
    }

    [Fact]
    [Trait("Requirement", "R-HS-5")]
    public void A_stream_of_something_else_is_found_at_its_first_byte()
    {
        for (var first = 0; first < 256; first++)
        {
            var input = new ReadOnlySequence<byte>([(byte)first]);
            var known = Enum.IsDefined((FrameType)first);
            Assert.Equal(known ? FrameStatus.NeedMore : FrameStatus.UnknownType, FrameReader.TryRead(ref input, out _, out _));
            Assert.Equal(known, FrameTypes.IsKnown((byte)first));
        }
    }

    [Theory]
    [InlineData(FrameType.PeerData, 16, FrameStatus.TooShort)]
    [InlineData(FrameType.PeerData, 17, FrameStatus.Done)]
    [InlineData(FrameType.PeerData, 65_516, FrameStatus.Done)]
    [InlineData(FrameType.PeerData, 65_517, FrameStatus.TooLong)]
    [InlineData(FrameType.LinkData, 0, FrameStatus.TooShort)]
    [InlineData(FrameType.LinkData, 65_535, FrameStatus.TooLong)]
    [InlineData(FrameType.PeerClose, 16, FrameStatus.TooShort)]
    [InlineData(FrameType.PeerClose, 17, FrameStatus.Done)]
    [InlineData(FrameType.PeerClose, 18, FrameStatus.TooLong)]
    [InlineData(FrameType.LinkHandshake, 63, FrameStatus.TooShort)]
    [InlineData(FrameType.LinkHandshake, 8_173, FrameStatus.Done)]
    [InlineData(FrameType.LinkHandshake, 8_174, FrameStatus.TooLong)]
    public void Lengths_are_judged_from_the_header_alone(FrameType type, int length, FrameStatus expected)
    {
        var bytes = new byte[RecordHeader.Size];
        new RecordHeader(type, ChannelId.Control, 0, 1, (ushort)length).Write(bytes);
        var input = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(expected == FrameStatus.Done ? FrameStatus.NeedMore : expected, FrameReader.TryRead(ref input, out _, out _));
    }

    [Theory]
    [InlineData(FrameType.PeerHandshake, 1, 0, 1, 64)]
    [InlineData(FrameType.PeerHandshake, 0, 1, 1, 64)]
    [InlineData(FrameType.PeerHandshake, 0, 0, 0, 64)]
    [InlineData(FrameType.PeerHandshake, 0, 0, 7, 64)]
    [InlineData(FrameType.LinkClose, 1, 0, 1, 17)]
    public void Handshakes_and_closes_live_on_channel_zero(FrameType type, uint channel, uint epoch, ulong sequence, int body)
    {
        var input = new ReadOnlySequence<byte>(Record(type, channel, epoch, sequence, body));
        var status = FrameReader.TryRead(ref input, out _, out _);
        Assert.Equal(FrameStatus.BadHeader, status);
        Assert.True(status.IsInvalid());
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            var input = new ReadOnlySequence<byte>(bytes);
            FrameReader.TryRead(ref input, out _, out _);
        }, iter: 3000);
    }
}
