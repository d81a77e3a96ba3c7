using System.Buffers.Binary;
using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>
/// The one header of every record: 19 bytes, big-endian. All of it is authenticated data of the record, and the broker gates by the same bytes.
/// Offsets: type 0, channel 1, epoch 5, sequence 9, length 17.
/// </summary>
/// <param name="Type">What the record is.</param>
/// <param name="Channel">Channel; 0 for handshakes, closes and control.</param>
/// <param name="Epoch">Key epoch of this channel and direction; 0 for handshakes.</param>
/// <param name="Sequence">Number of the record in its channel and direction, from 0; for a handshake the number of the message, 1 to 6; for a RESUME its generation.</param>
/// <param name="Length">Bytes that follow the header, tag included.</param>
public readonly record struct RecordHeader(FrameType Type, ChannelId Channel, uint Epoch, ulong Sequence, ushort Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 19;

    /// <summary>Bytes of the whole record.</summary>
    public int RecordSize => Size + Length;

    /// <summary>Writes the header; <paramref name="destination"/> must hold <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)Type;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], Channel.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[5..], Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(destination[9..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(destination[17..], Length);
    }

    /// <summary>Reads <see cref="Size"/> bytes as they stand; judges nothing (see <see cref="FrameReader"/>).</summary>
    public static RecordHeader Read(ReadOnlySpan<byte> source) => new(
        (FrameType)source[0],
        new ChannelId(BinaryPrimitives.ReadUInt32BigEndian(source[1..])),
        BinaryPrimitives.ReadUInt32BigEndian(source[5..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[9..]),
        BinaryPrimitives.ReadUInt16BigEndian(source[17..]));
}
