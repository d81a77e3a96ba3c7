using System.Buffers;
using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>Cuts a byte stream into records. Keeps no state: the caller's pipe holds what isn't complete yet.</summary>
public static class FrameReader
{
    /// <summary>
    /// Takes one whole record from the front of <paramref name="input"/>. On <see cref="FrameStatus.Done"/> the input has moved past it and
    /// <paramref name="whole"/> is the record, header included; otherwise the input is unchanged. Judges the header as soon as its bytes are there,
    /// so a wrong peer is found at its first byte and no length is believed before it is checked.
    /// </summary>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> input, out RecordHeader header, out ReadOnlySequence<byte> whole)
    {
        header = default;
        whole = default;
        if (input.IsEmpty)
        {
            return FrameStatus.NeedMore;
        }

        if (!FrameTypes.IsKnown(input.FirstSpan.IsEmpty ? input.ToArray()[0] : input.FirstSpan[0]))
        {
            return FrameStatus.UnknownType;
        }

        if (input.Length < RecordHeader.Size)
        {
            return FrameStatus.NeedMore;
        }

        Span<byte> bytes = stackalloc byte[RecordHeader.Size];
        input.Slice(0, RecordHeader.Size).CopyTo(bytes);
        var found = RecordHeader.Read(bytes);
        var status = Check(found);
        if (status != FrameStatus.Done)
        {
            return status;
        }

        if (input.Length < found.RecordSize)
        {
            return FrameStatus.NeedMore;
        }

        header = found;
        whole = input.Slice(0, found.RecordSize);
        input = input.Slice(found.RecordSize);
        return FrameStatus.Done;
    }

    /// <summary>Judges a header alone.</summary>
    public static FrameStatus Check(in RecordHeader header)
    {
        if (!FrameTypes.IsKnown((byte)header.Type))
        {
            return FrameStatus.UnknownType;
        }

        var (least, most) = LengthsOf(header.Type);
        if (header.Length < least)
        {
            return FrameStatus.TooShort;
        }

        if (header.Length > most)
        {
            return FrameStatus.TooLong;
        }

        if (header.Type.IsHandshake())
        {
            var numbered = header.Sequence is >= 1 and <= ProtocolLimits.HandshakeMessages;
            return header.Channel == ChannelId.Control && header.Epoch == 0 && numbered ? FrameStatus.Done : FrameStatus.BadHeader;
        }

        if (header.Type == FrameType.PeerResume)
        {
            return header.Channel == ChannelId.Control && header.Epoch == 0 && header.Sequence > 0 ? FrameStatus.Done : FrameStatus.BadHeader;
        }

        return header.Type.IsClose() && header.Channel != ChannelId.Control ? FrameStatus.BadHeader : FrameStatus.Done;
    }

    private static (int Least, int Most) LengthsOf(FrameType type)
    {
        if (type.IsHandshake())
        {
            return (ProtocolLimits.MinHandshakeBody, ProtocolLimits.MaxHandshakeBody);
        }

        if (type == FrameType.PeerResume)
        {
            return (ResumeCodec.MinBytes + ProtocolLimits.TagBytes, ResumeCodec.MaxBytes + ProtocolLimits.TagBytes);
        }

        return type.IsClose()
            ? (ProtocolLimits.CloseBody, ProtocolLimits.CloseBody)
            : (1 + ProtocolLimits.TagBytes, ProtocolLimits.MaxRecordBody);
    }
}
