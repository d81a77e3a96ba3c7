using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tickets;

/// <summary>A ticket with the issuing key's signature, as it travels: length ‖ ticket ‖ length ‖ signature. The bytes are kept exactly as they came.</summary>
public sealed record SignedTicket
{
    private SignedTicket(Ticket ticket, byte[] content, byte[] signature, byte[] bytes)
    {
        Ticket = ticket;
        Content = content;
        Signature = signature;
        Bytes = bytes;
    }

    public Ticket Ticket { get; }

    /// <summary>The ticket alone: what the signature is over.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>All of it: what is handed out, and what a handshake binds.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    internal static SignedTicket Of(Ticket ticket, byte[] content, byte[] signature) => new(
        ticket, content, signature, new StrictWriter().Bytes(content, TicketLimits.MaxSignedBytes).Bytes(signature, RsaKeyRules.MaxBits / 8).ToArray());

    /// <summary>Takes it apart without judging the signature: use <see cref="TicketAuthority.Verify"/>.</summary>
    internal static SignedTicket? TryRead(ReadOnlySpan<byte> bytes, out TicketRefusal refusal)
    {
        refusal = TicketRefusal.Malformed;
        if (bytes.Length > TicketLimits.MaxSignedBytes)
            return null;
        var reader = new StrictReader(bytes);
        var content = reader.Bytes(TicketLimits.MaxSignedBytes);
        var signature = reader.Bytes(RsaKeyRules.MaxBits / 8);
        if (!reader.Finish())
            return null;
        return TicketCodec.TryRead(content, out refusal) is { } ticket ? new SignedTicket(ticket, content, signature, bytes.ToArray()) : null;
    }
}
