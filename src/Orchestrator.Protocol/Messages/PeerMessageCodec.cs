using Orchestrator.Domain;
using static Orchestrator.Protocol.InstrumentToTechnician;
using static Orchestrator.Protocol.TechnicianToInstrument;

namespace Orchestrator.Protocol;

/// <summary>Peer messages to bytes and back. What decodes encodes to the same bytes.</summary>
public static class PeerMessageCodec
{
    /// <summary>The payload of one record.</summary>
    /// <exception cref="ArgumentException">A field is beyond its limit.</exception>
    public static byte[] Encode(PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var to = new WireWriter();
        to.Byte((byte)message.Type);
        switch (message)
        {
            case PresentPin m:
                to.Secret(m.Pin, ProtocolLimits.MaxCode);
                break;
            case Ask m:
                AskContent.Write(to, m);
                to.Bytes(m.Signature, ProtocolLimits.MaxRsaBytes);
                break;
            case WithdrawAsk m:
                to.UInt32(m.AskId.Value);
                break;
            case ReleaseGrant m:
                to.UInt32(m.GrantId.Value);
                break;
            case Chat m:
                to.Text(m.Text, ProtocolLimits.MaxChat);
                break;
            case Leave m:
                to.Text(m.Reason, ProtocolLimits.MaxSentence);
                break;
            case Heartbeat m:
                to.Count(m.Next);
                break;
            case EventRecord m:
                to.Count(m.Sequence);
                to.Bytes(m.Line, ProtocolLimits.MaxEventLine);
                break;
            case AskReceived m:
                to.UInt32(m.RequestId);
                to.UInt32(m.AskId.Value);
                break;
            case AskRejected m:
                to.UInt32(m.RequestId);
                to.Text(m.Code, ProtocolLimits.MaxCode);
                to.Text(m.Sentence, ProtocolLimits.MaxSentence);
                break;
            case PromptSeen m:
                to.UInt32(m.AskId.Value);
                break;
            case Remaining m:
                to.UInt32(m.GrantId.Value);
                to.UInt32(m.Seconds);
                break;
            case PeerToPeer.Received m:
                WriteReceived(to, m);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} has no encoding.", nameof(message));
        }

        return to.ToArray();
    }

    /// <summary>Reads one message of this sender. Null exactly when the fault isn't <see cref="MessageFault.None"/>.</summary>
    public static PeerMessage? Decode(ReadOnlySpan<byte> payload, PeerSender sender, out MessageFault fault)
    {
        if (payload.IsEmpty)
        {
            fault = MessageFault.Empty;
            return null;
        }

        var type = (PeerMessageType)payload[0];
        var known = Enum.IsDefined(type);
        var from = new WireReader(payload[1..]);
        PeerMessage? message = type switch
        {
            _ when !known || !MaySend(sender, type) => null,
            PeerMessageType.PresentPin => new PresentPin(from.Secret(ProtocolLimits.MaxCode)),
            PeerMessageType.Ask => AskContent.Read(ref from) with { Signature = from.Bytes(ProtocolLimits.MaxRsaBytes) },
            PeerMessageType.WithdrawAsk => new WithdrawAsk(new AskId(from.UInt32())),
            PeerMessageType.ReleaseGrant => new ReleaseGrant(new GrantId(from.UInt32())),
            PeerMessageType.Chat => new Chat(from.Text(ProtocolLimits.MaxChat)),
            PeerMessageType.Leave => new Leave(from.Text(ProtocolLimits.MaxSentence)),
            PeerMessageType.Heartbeat => new Heartbeat(from.Count()),
            PeerMessageType.EventRecord => new EventRecord(from.Count(), from.Bytes(ProtocolLimits.MaxEventLine)),
            PeerMessageType.AskReceived => new AskReceived(from.UInt32(), new AskId(from.UInt32())),
            PeerMessageType.AskRejected => new AskRejected(from.UInt32(), from.Text(ProtocolLimits.MaxCode), from.Text(ProtocolLimits.MaxSentence)),
            PeerMessageType.PromptSeen => new PromptSeen(new AskId(from.UInt32())),
            PeerMessageType.Remaining => new Remaining(new GrantId(from.UInt32()), from.UInt32()),
            PeerMessageType.Received => ReadReceived(ref from),
            _ => null,
        };
        fault = message is not null ? from.Finish() : known ? MessageFault.WrongSender : MessageFault.UnknownType;
        return fault == MessageFault.None ? message : null;
    }

    private static void WriteReceived(WireWriter to, PeerToPeer.Received message)
    {
        if (message.UpTo.Count is 0 or > ProtocolLimits.MaxOpenChannels)
            throw new ArgumentException($"One message names 1 to {ProtocolLimits.MaxOpenChannels} channels, not {message.UpTo.Count}.", nameof(message));
        to.Byte((byte)message.UpTo.Count);
        foreach (var one in message.UpTo)
        {
            to.UInt32(one.Channel.Value);
            to.UInt64(one.Next);
        }
    }

    private static PeerToPeer.Received ReadReceived(ref WireReader from)
    {
        var count = (int)from.InRange(from.Byte(), 1, ProtocolLimits.MaxOpenChannels);
        var upTo = new PeerToPeer.ReceivedUpTo[count];
        for (var i = 0; i < count; i++)
        {
            upTo[i] = new PeerToPeer.ReceivedUpTo(new ChannelId(from.UInt32()), from.UInt64());
        }

        return new PeerToPeer.Received(upTo);
    }

    /// <summary>Which end sends which type. Both may talk, and say what they have.</summary>
    public static bool MaySend(PeerSender sender, PeerMessageType type) =>
        type is PeerMessageType.Chat or PeerMessageType.Received ? Enum.IsDefined(sender) : (byte)type < 0x40 ? sender == PeerSender.Technician : (byte)type < 0x60 && sender == PeerSender.Instrument;
}
