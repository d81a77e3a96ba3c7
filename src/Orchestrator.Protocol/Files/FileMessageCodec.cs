using static Orchestrator.Protocol.FileMessages;

namespace Orchestrator.Protocol;

/// <summary>File messages to bytes and back. What decodes encodes to the same bytes. Who may send which is the business of <see cref="FileSender"/> and <see cref="FileReceiver"/>.</summary>
public static class FileMessageCodec
{
    /// <summary>The payload of one record.</summary>
    /// <exception cref="ArgumentException">A field is beyond its limit.</exception>
    public static byte[] Encode(FileMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var to = new WireWriter();
        to.Byte((byte)message.Type);
        switch (message)
        {
            case Begin m:
                OfferFields.Write(to, m.File);
                break;
            case Slice m:
                to.UInt32(m.Chunk);
                to.Bytes(m.Bytes, ProtocolLimits.MaxBulkData);
                break;
            case ChunkHash m:
                to.UInt32(m.Chunk);
                to.Fixed(m.Sha256, 32);
                break;
            case Credit m:
                to.UInt16(m.Chunks);
                break;
            case Verified m:
                to.UInt32(m.Chunk);
                break;
            case Done m:
                to.Fixed(m.Sha256, 32);
                break;
            case Abort m:
                to.Text(m.Code, ProtocolLimits.MaxCode);
                to.Text(m.Sentence, ProtocolLimits.MaxSentence);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} has no encoding.", nameof(message));
        }

        return to.ToArray();
    }

    /// <summary>Reads one message. Null exactly when the fault isn't <see cref="MessageFault.None"/>.</summary>
    public static FileMessage? Decode(ReadOnlySpan<byte> payload, out MessageFault fault)
    {
        if (payload.IsEmpty)
        {
            fault = MessageFault.Empty;
            return null;
        }

        var from = new WireReader(payload[1..]);
        FileMessage? message = (FileMessageType)payload[0] switch
        {
            FileMessageType.Begin => new Begin(OfferFields.Read(ref from)),
            FileMessageType.Slice => new Slice(from.UInt32(), from.Bytes(ProtocolLimits.MaxBulkData)),
            FileMessageType.ChunkHash => new ChunkHash(from.UInt32(), from.Fixed(32)),
            FileMessageType.Credit => new Credit(from.UInt16()),
            FileMessageType.Verified => new Verified(from.UInt32()),
            FileMessageType.Done => new Done(from.Fixed(32)),
            FileMessageType.Abort => new Abort(from.Text(ProtocolLimits.MaxCode), from.Text(ProtocolLimits.MaxSentence)),
            _ => null,
        };
        fault = message is null ? MessageFault.UnknownType : from.Finish();
        return fault == MessageFault.None ? message : null;
    }
}
