using static Orchestrator.Protocol.RecoveryMessages;

namespace Orchestrator.Protocol;

/// <summary>The part of <see cref="LinkMessageCodec"/> for earlier runs' logs.</summary>
internal static class RecoveryMessageCodec
{
    public static bool TryWrite(WireWriter to, LinkMessage message)
    {
        switch (message)
        {
            case RecoverRun m:
                to.UInt32((uint)m.Session.Value);
                to.Text(m.LogOrigin, ProtocolLimits.MaxName);
                to.Count(m.Records);
                to.Count(m.Signed);
                return true;
            case RecoverRecord m:
                to.Count(m.Sequence);
                to.Bytes(m.Line, ProtocolLimits.MaxEventLine);
                return true;
            case RecoverCheckpoint m:
                to.Bytes(m.Note, ProtocolLimits.MaxCheckpoint);
                return true;
            case RunKnown m:
                to.UInt32((uint)m.Session.Value);
                to.Count(m.Next);
                return true;
            case RunRecovered m:
                to.UInt32((uint)m.Session.Value);
                to.Count(m.Next);
                to.Text(m.Code, ProtocolLimits.MaxCode);
                to.Text(m.Sentence, ProtocolLimits.MaxSentence);
                return true;
            default:
                return false;
        }
    }

    public static LinkMessage? Read(LinkMessageType type, ref WireReader from) => type switch
    {
        LinkMessageType.RecoverRun => new RecoverRun(LinkMessageCodec.ReadSession(ref from), from.Text(ProtocolLimits.MaxName), from.Count(), from.Count()),
        LinkMessageType.RecoverRecord => new RecoverRecord(from.Count(), from.Bytes(ProtocolLimits.MaxEventLine)),
        LinkMessageType.RecoverCheckpoint => new RecoverCheckpoint(from.Bytes(ProtocolLimits.MaxCheckpoint)),
        LinkMessageType.RunKnown => new RunKnown(LinkMessageCodec.ReadSession(ref from), from.Count()),
        LinkMessageType.RunRecovered => new RunRecovered(
            LinkMessageCodec.ReadSession(ref from), from.Count(), from.Text(ProtocolLimits.MaxCode), from.Text(ProtocolLimits.MaxSentence)),
        _ => null,
    };
}
