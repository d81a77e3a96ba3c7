using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Protocol.TechnicianToInstrument;

namespace Orchestrator.Protocol;

/// <summary>
/// The body of an ask, and what the technician's key signs: the transcript hash of this handshake and the body, each with its length. So an ask can't be taken
/// from another session; the growing request number keeps it from being taken twice in one.
/// </summary>
public static class AskContent
{
    /// <summary>The signature's context.</summary>
    public const string Context = "ask";

    /// <summary>The bytes to sign or to verify for this session.</summary>
    /// <param name="transcript">The handshake's th6, 48 bytes.</param>
    /// <param name="ask">The ask; its signature field isn't looked at.</param>
    public static byte[] ToSign(ReadOnlyMemory<byte> transcript, Ask ask)
    {
        var body = new WireWriter();
        Write(body, ask);
        return Fields.Join(transcript, body.ToArray());
    }

    /// <summary>The same ask with the technician's signature.</summary>
    public static Ask Sign(Ask ask, ReadOnlyMemory<byte> transcript, RsaIdentity technician) =>
        ask with { Signature = technician.Sign(Context, ToSign(transcript, ask)) };

    /// <summary>True when this technician signed exactly this ask in exactly this session.</summary>
    public static bool IsSignedBy(Ask ask, ReadOnlyMemory<byte> transcript, RsaPublic technician) =>
        technician.Verify(Context, ToSign(transcript, ask), ask.Signature.Span);

    /// <summary>The ask as evidence: signed content, signature and the key that verifies it, so that an auditor needs nothing else.</summary>
    public static SignedAsk Keep(Ask ask, ReadOnlyMemory<byte> transcript, RsaPublic technician)
    {
        var text = string.Join('.', Convert.ToBase64String(ToSign(transcript, ask)), Convert.ToBase64String(ask.Signature.Span), Convert.ToBase64String(technician.Spki.Span));
        return new SignedAsk(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    internal static void Write(WireWriter to, Ask ask)
    {
        if (ask.Minutes is < 1 or > ProtocolLimits.MaxAskMinutes)
            throw new ArgumentException($"An ask is for 1 to {ProtocolLimits.MaxAskMinutes} minutes.", nameof(ask));
        to.UInt32(ask.RequestId);
        to.Byte((byte)ask.Capability);
        to.UInt16(ask.Minutes);
        to.Text(ask.Reason, ProtocolLimits.MaxSentence);
        to.Flag(ask.File is not null);
        if (ask.File is { } file)
            OfferFields.Write(to, file);
    }

    internal static Ask Read(ref WireReader from)
    {
        var request = from.UInt32();
        var capability = (Capability)from.InRange(from.Byte(), (byte)Capability.ViewScreen, (byte)Capability.ClipboardFrom);
        var minutes = (int)from.InRange(from.UInt16(), 1, ProtocolLimits.MaxAskMinutes);
        var reason = from.Text(ProtocolLimits.MaxSentence);
        var file = from.Flag() ? OfferFields.Read(ref from) : null;
        return new Ask(request, capability, minutes, reason, file, Blob.Empty);
    }
}
