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
        var known = Enum.IsDefined(type) && type != PeerMessageType.Resume;
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
            _ => null,
        };
        fault = message is not null ? from.Finish() : known ? MessageFault.WrongSender : MessageFault.UnknownType;
        return fault == MessageFault.None ? message : null;
    }

    /// <summary>Which end sends which type. Both may talk.</summary>
    public static bool MaySend(PeerSender sender, PeerMessageType type) =>
        type == PeerMessageType.Chat ? Enum.IsDefined(sender) : (byte)type < 0x40 ? sender == PeerSender.Technician : (byte)type < 0x60 && sender == PeerSender.Instrument;
}
