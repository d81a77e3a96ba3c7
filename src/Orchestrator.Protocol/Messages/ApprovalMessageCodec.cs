using System.Collections.Immutable;
using Orchestrator.Domain;
using static Orchestrator.Protocol.ApprovalMessages;

namespace Orchestrator.Protocol;

/// <summary>The part of <see cref="LinkMessageCodec"/> for approvals.</summary>
internal static class ApprovalMessageCodec
{
    public static void Write(WireWriter to, LinkMessage message)
    {
        switch (message)
        {
            case RequestApproval m:
                to.UInt32((uint)m.Session.Value);
                Write(to, m.Capabilities);
                to.Text(m.Reason, ProtocolLimits.MaxSentence);
                Write(to, m.Who);
                break;
            case ListApprovals m:
                Write(to, m.Who);
                break;
            case DecideApproval m:
                to.Text(m.Id, ProtocolLimits.MaxCode);
                to.Flag(m.Approve);
                to.Text(m.Meaning, ProtocolLimits.MaxSentence);
                Write(to, m.Who);
                break;
            case ApprovalFiled m:
                to.Text(m.Id, ProtocolLimits.MaxCode);
                to.Count(m.UtcMilliseconds);
                break;
            case ApprovalsListed m:
                Write(to, m.Approvals);
                break;
            case ApprovalDecided m:
                to.Text(m.Id, ProtocolLimits.MaxCode);
                to.Text(m.State, ProtocolLimits.MaxCode);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} has no encoding.", nameof(message));
        }
    }

    public static LinkMessage? Read(LinkMessageType type, ref WireReader from) => type switch
    {
        LinkMessageType.RequestApproval => new RequestApproval(
            LinkMessageCodec.ReadSession(ref from), ReadCapabilities(ref from), from.Text(ProtocolLimits.MaxSentence), ReadWho(ref from)),
        LinkMessageType.ListApprovals => new ListApprovals(ReadWho(ref from)),
        LinkMessageType.DecideApproval => new DecideApproval(from.Text(ProtocolLimits.MaxCode), from.Flag(), from.Text(ProtocolLimits.MaxSentence), ReadWho(ref from)),
        LinkMessageType.ApprovalFiled => new ApprovalFiled(from.Text(ProtocolLimits.MaxCode), from.Count()),
        LinkMessageType.ApprovalsListed => new ApprovalsListed(ReadLines(ref from)),
        LinkMessageType.ApprovalDecided => new ApprovalDecided(from.Text(ProtocolLimits.MaxCode), from.Text(ProtocolLimits.MaxCode)),
        _ => null,
    };

    private static void Write(WireWriter to, PersonProof who)
    {
        to.Text(who.Account, ProtocolLimits.MaxName);
        to.Secret(who.Password, ProtocolLimits.MaxPassword);
        to.Secret(who.SecondFactor, ProtocolLimits.MaxCode);
    }

    private static PersonProof ReadWho(ref WireReader from) =>
        new(from.Text(ProtocolLimits.MaxName), from.Secret(ProtocolLimits.MaxPassword), from.Secret(ProtocolLimits.MaxCode));

    /// <summary>Capabilities as bits, at least so many (0 or 1), and only those that there are.</summary>
    public static void Write(WireWriter to, CapabilitySet capabilities, int least = 1)
    {
        if (capabilities.Bits < least || !capabilities.IsKnown)
            throw new ArgumentException("The message must name capabilities, and only those that there are.", nameof(capabilities));
        to.UInt16(capabilities.Bits);
    }

    /// <summary>See <see cref="Write(WireWriter, CapabilitySet, int)"/>.</summary>
    public static CapabilitySet ReadCapabilities(ref WireReader from, int least = 1) =>
        new((ushort)from.InRange(from.UInt16(), least, CapabilitySet.Everything.Bits));

    private static void Write(WireWriter to, ImmutableArray<ApprovalLine> lines)
    {
        if (lines.Length > ProtocolLimits.MaxApprovals)
            throw new ArgumentException($"A list has at most {ProtocolLimits.MaxApprovals} approvals, not {lines.Length}.", nameof(lines));
        to.Byte((byte)lines.Length);
        foreach (var line in lines)
        {
            to.Text(line.Id, ProtocolLimits.MaxCode);
            to.UInt32((uint)line.Session.Value);
            to.Text(line.Account, ProtocolLimits.MaxName);
            to.Text(line.PrintedName, ProtocolLimits.MaxName);
            Write(to, line.Capabilities);
            to.Text(line.Reason, ProtocolLimits.MaxSentence);
            to.Count(line.AskedUtcMilliseconds);
            to.Text(line.State, ProtocolLimits.MaxCode);
        }
    }

    private static ImmutableArray<ApprovalLine> ReadLines(ref WireReader from)
    {
        var lines = new ApprovalLine[from.InRange(from.Byte(), 0, ProtocolLimits.MaxApprovals)];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new ApprovalLine(
                from.Text(ProtocolLimits.MaxCode), LinkMessageCodec.ReadSession(ref from), from.Text(ProtocolLimits.MaxName), from.Text(ProtocolLimits.MaxName),
                ReadCapabilities(ref from), from.Text(ProtocolLimits.MaxSentence), from.Count(), from.Text(ProtocolLimits.MaxCode));
        }

        return [.. lines];
    }
}
