using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tickets;

/// <summary>
/// Exact bytes of a ticket: fixed order, big-endian numbers, length-prefixed texts. What parses is written again identically; trailing bytes, unknown
/// capabilities and values outside their limits are refused.
/// </summary>
public static class TicketCodec
{
    private const int HashBytes = 32;

    /// <exception cref="TrustException">A field is outside its limits.</exception>
    public static byte[] Write(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (!IsInLimits(ticket))
            throw new TrustException(TrustFault.OutOfRange, "A ticket's session, capabilities, minutes, times or broker name are outside their limits.");
        return new StrictWriter()
            .Byte(TicketLimits.Version)
            .Fixed(ticket.Id.ToBytes(), TicketLimits.IdBytes)
            .UInt32((uint)ticket.Session.Value)
            .Text(ticket.Account, TicketLimits.MaxAccount)
            .Text(ticket.PrintedName, TicketLimits.MaxPrintedName)
            .Text(ticket.Role, TicketLimits.MaxRole)
            .Fixed(ticket.TechnicianCertificateSha256.Span, HashBytes)
            .Fixed(ticket.TechnicianKey.ToBytes(), KeyFingerprint.Size)
            .Fixed(ticket.InstrumentKey.ToBytes(), KeyFingerprint.Size)
            .Fixed(ticket.InstrumentLogKey.Span, Ed25519Public.Size)
            .Capabilities(ticket.Capabilities)
            .UInt32((uint)ticket.Policy.Version)
            .Fixed(Convert.FromHexString(ticket.Policy.Sha256), HashBytes)
            .Int64(ticket.NotBefore.ToUnixTimeMilliseconds())
            .Int64(ticket.NotAfter.ToUnixTimeMilliseconds())
            .Text(ticket.BrokerName, TicketLimits.MaxBrokerName)
            .Text(ticket.Reason, TicketLimits.MaxReason)
            .ToArray();
    }

    /// <summary>Null and a reason when the bytes are no ticket.</summary>
    public static Ticket? TryRead(ReadOnlySpan<byte> bytes, out TicketRefusal refusal)
    {
        var reader = new StrictReader(bytes);
        var version = reader.Byte();
        refusal = version < TicketLimits.Version ? TicketRefusal.OutdatedVersion : TicketRefusal.UnknownVersion;
        if (reader.Fault == StrictFault.None && version != TicketLimits.Version)
            return null;
        refusal = TicketRefusal.Malformed;
        var ticket = new Ticket
        {
            Id = TicketId.FromBytes(reader.Fixed(TicketLimits.IdBytes)),
            Session = ReadSession(ref reader),
            Account = reader.Text(TicketLimits.MaxAccount),
            PrintedName = reader.Text(TicketLimits.MaxPrintedName),
            Role = reader.Text(TicketLimits.MaxRole),
            TechnicianCertificateSha256 = reader.Fixed(HashBytes),
            TechnicianKey = KeyFingerprint.FromBytes(reader.Fixed(KeyFingerprint.Size)),
            InstrumentKey = KeyFingerprint.FromBytes(reader.Fixed(KeyFingerprint.Size)),
            InstrumentLogKey = reader.Fixed(Ed25519Public.Size),
            Capabilities = reader.Capabilities(),
            Policy = ReadPolicy(ref reader),
            NotBefore = ReadTime(ref reader),
            NotAfter = ReadTime(ref reader),
            BrokerName = reader.Text(TicketLimits.MaxBrokerName),
            Reason = reader.Text(TicketLimits.MaxReason),
        };
        if (!reader.Finish() || !IsInLimits(ticket))
            return null;
        refusal = TicketRefusal.None;
        return ticket;
    }

    private static bool IsInLimits(Ticket ticket) =>
        ticket.Session.Value is >= SessionNumber.Minimum and <= SessionNumber.Maximum
        && TicketCapabilityCodec.IsInLimits(ticket.Capabilities)
        && ticket.Policy is { Version: > 0, Sha256.Length: 2 * HashBytes }
        && IsTime(ticket.NotBefore) && IsTime(ticket.NotAfter)
        && ticket.NotBefore < ticket.NotAfter && ticket.NotAfter - ticket.NotBefore <= TicketLimits.MaxLifetime
        && DnsName.IsValid(ticket.BrokerName);

    private static bool IsTime(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero && time >= DateTimeOffset.UnixEpoch && time.Ticks % TimeSpan.TicksPerMillisecond == 0;

    private static SessionNumber ReadSession(ref StrictReader reader)
    {
        var value = reader.UInt32();
        if (value is >= SessionNumber.Minimum and <= SessionNumber.Maximum)
            return new SessionNumber((int)value);
        reader.Fail(StrictFault.OutOfRange);
        return default;
    }

    private static PolicyVersion ReadPolicy(ref StrictReader reader)
    {
        var version = reader.UInt32();
        if (version > int.MaxValue)
            reader.Fail(StrictFault.OutOfRange);
        return new PolicyVersion((int)version, Convert.ToHexStringLower(reader.Fixed(HashBytes)));
    }

    private static DateTimeOffset ReadTime(ref StrictReader reader)
    {
        var value = reader.Int64();
        if (value >= 0 && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return DateTimeOffset.FromUnixTimeMilliseconds(value);
        reader.Fail(StrictFault.OutOfRange);
        return DateTimeOffset.UnixEpoch;
    }
}
