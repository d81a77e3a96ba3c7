using static Orchestrator.Protocol.WitnessMessages;

namespace Orchestrator.Protocol;

/// <summary>The messages of the link to a witness.</summary>
internal static class WitnessMessageCodec
{
    private const int LeastStatus = 200;
    private const int MostStatus = 599;

    /// <summary>Writes the fields; false when it is none of these.</summary>
    public static bool TryWrite(WireWriter to, LinkMessage message)
    {
        switch (message)
        {
            case OfferWitness m:
                to.Text(m.VerifierKey, ProtocolLimits.MaxVerifierKey);
                return true;
            case WitnessAnswer m:
                to.UInt32(m.Id);
                to.UInt16(m.Status is >= LeastStatus and <= MostStatus ? m.Status : throw new ArgumentException("A status lies between 200 and 599.", nameof(message)));
                to.Bytes(m.Body, ProtocolLimits.MaxWitnessAnswer);
                return true;
            case WitnessRequest m:
                to.UInt32(m.Id);
                to.Bytes(m.Body, ProtocolLimits.MaxWitnessBody);
                to.Flag(m.Run is not null);
                Write(to, m.Run);
                return true;
            default:
                return false;
        }
    }

    public static LinkMessage? Read(LinkMessageType type, ref WireReader from) => type switch
    {
        LinkMessageType.OfferWitness => new OfferWitness(from.Text(ProtocolLimits.MaxVerifierKey)),
        LinkMessageType.WitnessAnswer => new WitnessAnswer(from.UInt32(), (int)from.InRange(from.UInt16(), LeastStatus, MostStatus), from.Bytes(ProtocolLimits.MaxWitnessAnswer)),
        LinkMessageType.WitnessRequest => new WitnessRequest(from.UInt32(), from.Bytes(ProtocolLimits.MaxWitnessBody), from.Flag() ? ReadRun(ref from) : null),
        _ => null,
    };

    private static void Write(WireWriter to, RunIntroduction? run)
    {
        if (run is null)
            return;
        to.Text(run.Origin, ProtocolLimits.MaxName);
        to.Fixed(run.LogPublicKey, 32);
        to.Bytes(run.RunKey, ProtocolLimits.MaxRsaKey);
        to.Bytes(run.LogKeyBinding, ProtocolLimits.MaxRsaBytes);
        to.FixedOrEmpty(run.Tag, ProtocolLimits.WitnessTag);
    }

    private static RunIntroduction ReadRun(ref WireReader from) => new(
        from.Text(ProtocolLimits.MaxName), from.Fixed(32), from.Bytes(ProtocolLimits.MaxRsaKey), from.Bytes(ProtocolLimits.MaxRsaBytes), from.FixedOrEmpty(ProtocolLimits.WitnessTag));
}
