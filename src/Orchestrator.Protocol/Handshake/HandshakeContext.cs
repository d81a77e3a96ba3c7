using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// What both ends must agree on before the first message. The bytes are hashed; the hint travels in clear in M1 so that the responder finds them. A hint proves nothing:
/// a wrong one only leads to a handshake that fails.
/// </summary>
/// <param name="Profile">Who with whom.</param>
/// <param name="Bytes">ctx: the exact ticket, or the encoded <see cref="LinkContext"/>.</param>
/// <param name="Hint">The ticket's short name, or the encoded context itself.</param>
public sealed record HandshakeContext(HandshakeProfile Profile, Blob Bytes, Blob Hint)
{
    /// <summary>Bytes of a ticket's hint.</summary>
    public const int TicketHintSize = 16;

    /// <summary>Between technician and instrument, under one ticket.</summary>
    public static HandshakeContext ForTicket(ReadOnlyMemory<byte> ticket) => new(HandshakeProfile.EndToEnd, ticket, TicketHint(ticket));

    /// <summary>Between endpoint and broker.</summary>
    public static HandshakeContext ForLink(LinkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bytes = context.Encode();
        return new HandshakeContext(HandshakeProfile.Link, bytes, bytes);
    }

    /// <summary>The name under which M1 asks for a ticket: the first 16 bytes of H("ticket hint", ticket).</summary>
    public static Blob TicketHint(ReadOnlyMemory<byte> ticket) => Hash384.Of("ticket hint", ticket)[..TicketHintSize];
}
