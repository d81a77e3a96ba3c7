using Orchestrator.Domain;
using static Orchestrator.Protocol.BrokerToBoth;
using static Orchestrator.Protocol.BrokerToConsole;
using static Orchestrator.Protocol.BrokerToInstrument;
using static Orchestrator.Protocol.ConsoleToBroker;
using static Orchestrator.Protocol.InstrumentToBroker;

namespace Orchestrator.Protocol;

/// <summary>Link messages to bytes and back. What decodes encodes to the same bytes.</summary>
public static class LinkMessageCodec
{
    /// <summary>The payload of one record.</summary>
    /// <exception cref="ArgumentException">A field is beyond its limit.</exception>
    public static byte[] Encode(LinkMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var to = new WireWriter();
        to.Byte((byte)message.Type);
        switch (message)
        {
            case RegisterSession m:
                Write(to, m.Instrument);
                to.Text(m.LogOrigin, ProtocolLimits.MaxName);
                to.Fixed(m.LogPublicKey, 32);
                to.Bytes(m.LogKeyBinding, ProtocolLimits.MaxRsaBytes);
                to.Fixed(m.ExecutableSha256, 32);
                to.FixedOrEmpty(m.SiteFileSha256, 32);
                to.Text(m.Composition, ProtocolLimits.MaxCode);
                to.FixedOrEmpty(m.WitnessTag, ProtocolLimits.WitnessTag);
                break;
            case AppendEvent m:
                to.Count(m.Sequence);
                to.Bytes(m.Line, ProtocolLimits.MaxEventLine);
                break;
            case LogCheckpoint m:
                to.Bytes(m.Note, ProtocolLimits.MaxCheckpoint);
                break;
            case SignIn m:
                to.Text(m.Account, ProtocolLimits.MaxName);
                to.Secret(m.Password, ProtocolLimits.MaxPassword);
                to.Secret(m.SecondFactor, ProtocolLimits.MaxCode);
                break;
            case Connect m:
                to.UInt32((uint)m.Session.Value);
                to.Text(m.Reason, ProtocolLimits.MaxSentence);
                to.Text(m.Account, ProtocolLimits.MaxName);
                to.Secret(m.Password, ProtocolLimits.MaxPassword);
                to.Secret(m.SecondFactor, ProtocolLimits.MaxCode);
                break;
            case Activate m:
                to.Text(m.Account, ProtocolLimits.MaxName);
                to.Secret(m.SetupCode, ProtocolLimits.MaxCode);
                to.Secret(m.Password, ProtocolLimits.MaxPassword);
                break;
            case ConfirmActivation m:
                to.Secret(m.Code, ProtocolLimits.MaxCode);
                break;
            case SessionRegistered m:
                to.UInt32((uint)m.Session.Value);
                to.Count(m.UtcMilliseconds);
                to.Text(m.BrokerLogOrigin, ProtocolLimits.MaxName);
                to.Bytes(m.BrokerCheckpoint, ProtocolLimits.MaxCheckpoint);
                break;
            case EventStored m:
                to.Count(m.Sequence);
                break;
            case TechnicianAdmitted m:
                to.Bytes(m.Ticket, ProtocolLimits.MaxTicket);
                to.Bytes(m.TechnicianCertificate, ProtocolLimits.MaxCertificate);
                to.Bytes(m.IssuingCertificate, ProtocolLimits.MaxCertificate);
                break;
            case SignedIn m:
                to.Text(m.PrintedName, ProtocolLimits.MaxName);
                to.Text(m.Role, ProtocolLimits.MaxName);
                to.Bytes(m.Certificate, ProtocolLimits.MaxCertificate);
                to.Bytes(m.IssuingCertificate, ProtocolLimits.MaxCertificate);
                break;
            case Connected m:
                to.Bytes(m.Ticket, ProtocolLimits.MaxTicket);
                to.Bytes(m.TechnicianCertificate, ProtocolLimits.MaxCertificate);
                to.Count(m.UtcMilliseconds);
                Write(to, m.Instrument);
                ApprovalMessageCodec.Write(to, m.ApprovalNeeded, least: 0);
                break;
            case ActivationOffered m:
                to.Fixed(m.Secret, ProtocolLimits.FactorSecret);
                to.Text(m.Issuer, ProtocolLimits.MaxName);
                to.Text(m.Account, ProtocolLimits.MaxName);
                break;
            case Activated m:
                Write(to, m.RecoveryCodes);
                to.Flag(m.ConsoleApproved);
                break;
            case InstrumentToBroker.ResumeSession m:
                to.UInt32((uint)m.Session.Value);
                break;
            case ConsoleToBroker.ResumeSession m:
                to.UInt32((uint)m.Session.Value);
                break;
            case SessionResumed m:
                to.Flag(m.PeerUp);
                to.Count(m.UtcMilliseconds);
                break;
            case PeerLink m:
                to.Flag(m.Up);
                break;
            case Revoked m:
                to.Text(m.Reason, ProtocolLimits.MaxSentence);
                break;
            case Heartbeat m:
                to.Count(m.Counter);
                to.Count(m.UtcMilliseconds);
                to.Bytes(m.Checkpoint, ProtocolLimits.MaxCheckpoint);
                break;
            case Refused m:
                to.Text(m.Code, ProtocolLimits.MaxCode);
                to.Text(m.Sentence, ProtocolLimits.MaxSentence);
                break;
            case EndSession or LeaveSession:
                break;
            case var witness when WitnessMessageCodec.TryWrite(to, witness):
                break;
            default:
                if (!RecoveryMessageCodec.TryWrite(to, message))
                {
                    ApprovalMessageCodec.Write(to, message);
                }

                break;
        }

        return to.ToArray();
    }

    /// <summary>Reads one message of this sender. Null exactly when the fault isn't <see cref="MessageFault.None"/>.</summary>
    public static LinkMessage? Decode(ReadOnlySpan<byte> payload, LinkSender sender, out MessageFault fault)
    {
        if (payload.IsEmpty)
        {
            fault = MessageFault.Empty;
            return null;
        }

        var type = (LinkMessageType)payload[0];
        var from = new WireReader(payload[1..]);
        LinkMessage? message = type switch
        {
            _ when !Enum.IsDefined(type) => null,
            _ when !MaySend(sender, type) => null,
            LinkMessageType.RegisterSession => new RegisterSession(
                ReadInstrument(ref from), from.Text(ProtocolLimits.MaxName), from.Fixed(32), from.Bytes(ProtocolLimits.MaxRsaBytes),
                from.Fixed(32), from.FixedOrEmpty(32), from.Text(ProtocolLimits.MaxCode)) { WitnessTag = from.FixedOrEmpty(ProtocolLimits.WitnessTag) },
            LinkMessageType.AppendEvent => new AppendEvent(from.Count(), from.Bytes(ProtocolLimits.MaxEventLine)),
            LinkMessageType.LogCheckpoint => new LogCheckpoint(from.Bytes(ProtocolLimits.MaxCheckpoint)),
            LinkMessageType.EndSession => new EndSession(),
            LinkMessageType.ResumeInstrument => new InstrumentToBroker.ResumeSession(ReadSession(ref from)),
            LinkMessageType.ResumeConsole => new ConsoleToBroker.ResumeSession(ReadSession(ref from)),
            LinkMessageType.SessionResumed => new SessionResumed(from.Flag(), from.Count()),
            LinkMessageType.SignIn => new SignIn(
                from.Text(ProtocolLimits.MaxName), from.Secret(ProtocolLimits.MaxPassword), from.Secret(ProtocolLimits.MaxCode)),
            LinkMessageType.Connect => new Connect(
                ReadSession(ref from), from.Text(ProtocolLimits.MaxSentence), from.Text(ProtocolLimits.MaxName),
                from.Secret(ProtocolLimits.MaxPassword), from.Secret(ProtocolLimits.MaxCode)),
            LinkMessageType.LeaveSession => new LeaveSession(),
            LinkMessageType.Activate => new Activate(
                from.Text(ProtocolLimits.MaxName), from.Secret(ProtocolLimits.MaxCode), from.Secret(ProtocolLimits.MaxPassword)),
            LinkMessageType.ConfirmActivation => new ConfirmActivation(from.Secret(ProtocolLimits.MaxCode)),
            LinkMessageType.SessionRegistered => new SessionRegistered(
                ReadSession(ref from), from.Count(), from.Text(ProtocolLimits.MaxName), from.Bytes(ProtocolLimits.MaxCheckpoint)),
            LinkMessageType.EventStored => new EventStored(from.Count()),
            LinkMessageType.TechnicianAdmitted => new TechnicianAdmitted(
                from.Bytes(ProtocolLimits.MaxTicket), from.Bytes(ProtocolLimits.MaxCertificate), from.Bytes(ProtocolLimits.MaxCertificate)),
            LinkMessageType.SignedIn => new SignedIn(
                from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName),
                from.Bytes(ProtocolLimits.MaxCertificate), from.Bytes(ProtocolLimits.MaxCertificate)),
            LinkMessageType.Connected => new Connected(
                from.Bytes(ProtocolLimits.MaxTicket), from.Bytes(ProtocolLimits.MaxCertificate), from.Count(), ReadInstrument(ref from),
                ApprovalMessageCodec.ReadCapabilities(ref from, least: 0)),
            LinkMessageType.ActivationOffered => new ActivationOffered(
                from.Fixed(ProtocolLimits.FactorSecret), from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName)),
            LinkMessageType.Activated => new Activated(ReadCodes(ref from), from.Flag()),
            >= LinkMessageType.RequestApproval and <= LinkMessageType.DecideApproval or >= LinkMessageType.ApprovalFiled and <= LinkMessageType.ApprovalDecided =>
                ApprovalMessageCodec.Read(type, ref from),
            >= LinkMessageType.OfferWitness => WitnessMessageCodec.Read(type, ref from),
            >= LinkMessageType.RecoverRun and <= LinkMessageType.RecoverCheckpoint or LinkMessageType.RunKnown or LinkMessageType.RunRecovered =>
                RecoveryMessageCodec.Read(type, ref from),
            LinkMessageType.PeerLink => new PeerLink(from.Flag()),
            LinkMessageType.Revoked => new Revoked(from.Text(ProtocolLimits.MaxSentence)),
            LinkMessageType.Heartbeat => new Heartbeat(from.Count(), from.Count(), from.Bytes(ProtocolLimits.MaxCheckpoint)),
            LinkMessageType.Refused => new Refused(from.Text(ProtocolLimits.MaxCode), from.Text(ProtocolLimits.MaxSentence)),
            _ => null,
        };
        fault = message is not null ? from.Finish() : Enum.IsDefined(type) ? MessageFault.WrongSender : MessageFault.UnknownType;
        return fault == MessageFault.None ? message : null;
    }

    /// <summary>Which sender sends which type.</summary>
    public static bool MaySend(LinkSender sender, LinkMessageType type) => (byte)type switch
    {
        < 0x20 => sender == LinkSender.Instrument,
        < 0x40 => sender == LinkSender.Console,
        < 0x50 => sender == LinkSender.BrokerToInstrument,
        < 0x60 => sender == LinkSender.BrokerToConsole,
        < 0x70 => sender is LinkSender.BrokerToInstrument or LinkSender.BrokerToConsole || (sender == LinkSender.BrokerToWitness && type is (LinkMessageType.Heartbeat or LinkMessageType.Refused)),
        < 0x80 => sender == LinkSender.Witness,
        _ => sender == LinkSender.BrokerToWitness,
    };

    private static void Write(WireWriter to, Instrument instrument)
    {
        to.Text(instrument.Name, ProtocolLimits.MaxName);
        to.Text(instrument.Serial, ProtocolLimits.MaxName);
        to.Text(instrument.Site, ProtocolLimits.MaxName);
        to.Text(instrument.OperatingSystem, ProtocolLimits.MaxName);
        to.Text(instrument.Version, ProtocolLimits.MaxName);
        to.Text(instrument.KeyFingerprint, ProtocolLimits.MaxName);
    }

    private static Instrument ReadInstrument(ref WireReader from) => new(
        from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName),
        from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName));

    private static void Write(WireWriter to, IReadOnlyList<SecretText> codes)
    {
        if (codes.Count != ProtocolLimits.RecoveryCodes)
        {
            throw new ArgumentException($"There are {ProtocolLimits.RecoveryCodes} recovery codes, not {codes.Count}.", nameof(codes));
        }

        to.Byte((byte)codes.Count);
        foreach (var code in codes)
        {
            to.Secret(code, ProtocolLimits.MaxCode);
        }
    }

    private static SecretText[] ReadCodes(ref WireReader from)
    {
        var codes = new SecretText[from.InRange(from.Byte(), ProtocolLimits.RecoveryCodes, ProtocolLimits.RecoveryCodes)];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = from.Secret(ProtocolLimits.MaxCode);
        }

        return codes;
    }

    internal static SessionNumber ReadSession(ref WireReader from) =>
        new((int)from.InRange(from.UInt32(), SessionNumber.Minimum, SessionNumber.Maximum));
}
