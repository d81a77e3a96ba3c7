using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// The six messages as bytes: each is one whole record of the profile's handshake type on channel 0, its number as the sequence. Sealed parts are added and opened by
/// <see cref="HandshakeSeal"/>; here is only their plain inside.
/// </summary>
public static class HandshakeMessages
{
    internal const ushort Version1 = 1;
    internal const ushort Suite1 = 1;
    internal const int NonceSize = 32;

    internal sealed record M1(ushort[] Versions, ushort[] Suites, Blob Nonce, Blob Commitment, Blob Hint);

    internal sealed record M2(ushort Version, ushort Suite, Blob Nonce, Blob KeyShare, Blob EncapsulationKey);

    /// <summary>The clear fields of M3; the sealed rest is <see cref="Proof"/>.</summary>
    internal sealed record M3(Blob KeyShare, Blob Opening, Blob Ciphertext);

    /// <summary>Inside M3 (no contribution) and M4.</summary>
    internal sealed record Proof(Blob Identity, Blob Contribution, Blob Signature, Blob Mac);

    /// <summary>Inside M5 (with contribution) and M6.</summary>
    internal sealed record Finished(Blob Contribution, Blob Mac);

    /// <summary>Bytes of the clear fields of M3.</summary>
    internal const int ClearM3 = X25519Key.Size + NonceSize + MlKem768.CiphertextSize;

    /// <summary>The hint of a first message, for a responder that has yet to find its context. False when the record is no M1 of this profile.</summary>
    public static bool TryReadHint(ReadOnlyMemory<byte> record, HandshakeProfile profile, out Blob hint)
    {
        hint = default;
        if (CheckFrame(record, profile, 1) != HandshakeFailure.None || ReadM1(record.Span[RecordHeader.Size..]) is not { } first)
            return false;
        hint = first.Hint;
        return true;
    }

    /// <summary>One whole record around a body.</summary>
    internal static byte[] Frame(HandshakeProfile profile, int number, ReadOnlySpan<byte> body)
    {
        var record = new byte[RecordHeader.Size + body.Length];
        Header(profile, number, body.Length).Write(record);
        body.CopyTo(record.AsSpan(RecordHeader.Size));
        return record;
    }

    internal static RecordHeader Header(HandshakeProfile profile, int number, int length) =>
        new(profile.HandshakeFrame(), ChannelId.Control, 0, (ulong)number, checked((ushort)length));

    internal static HandshakeFailure CheckFrame(ReadOnlyMemory<byte> record, HandshakeProfile profile, int number)
    {
        if (record.Length < RecordHeader.Size)
            return HandshakeFailure.Malformed;
        var header = RecordHeader.Read(record.Span);
        if (header.Type != profile.HandshakeFrame())
            return HandshakeFailure.WrongFrame;
        if (FrameReader.Check(header) != FrameStatus.Done || header.RecordSize != record.Length)
            return HandshakeFailure.Malformed;
        return header.Sequence == (ulong)number ? HandshakeFailure.None : HandshakeFailure.OutOfOrder;
    }

    internal static byte[] WriteM1(M1 m)
    {
        var to = new WireWriter();
        WriteOffers(to, m.Versions);
        WriteOffers(to, m.Suites);
        to.Fixed(m.Nonce, NonceSize);
        to.Fixed(m.Commitment, Hash384.Size);
        to.Bytes(m.Hint, ProtocolLimits.MaxHint);
        return to.ToArray();
    }

    internal static M1? ReadM1(ReadOnlySpan<byte> body)
    {
        var from = new WireReader(body);
        var m = new M1(ReadOffers(ref from), ReadOffers(ref from), from.Fixed(NonceSize), from.Fixed(Hash384.Size), from.Bytes(ProtocolLimits.MaxHint));
        return from.Finish() == MessageFault.None ? m : null;
    }

    internal static byte[] WriteM2(M2 m)
    {
        var to = new WireWriter();
        to.UInt16(m.Version);
        to.UInt16(m.Suite);
        to.Fixed(m.Nonce, NonceSize);
        to.Fixed(m.KeyShare, X25519Key.Size);
        to.Fixed(m.EncapsulationKey, MlKem768.EncapsulationKeySize);
        return to.ToArray();
    }

    internal static M2? ReadM2(ReadOnlySpan<byte> body)
    {
        var from = new WireReader(body);
        var m = new M2(from.UInt16(), from.UInt16(), from.Fixed(NonceSize), from.Fixed(X25519Key.Size), from.Fixed(MlKem768.EncapsulationKeySize));
        return from.Finish() == MessageFault.None ? m : null;
    }

    internal static byte[] WriteM3(M3 m)
    {
        var to = new WireWriter();
        to.Fixed(m.KeyShare, X25519Key.Size);
        to.Fixed(m.Opening, NonceSize);
        to.Fixed(m.Ciphertext, MlKem768.CiphertextSize);
        return to.ToArray();
    }

    /// <summary>Reads the clear fields at the front of M3's body; what follows is sealed.</summary>
    internal static M3? ReadM3(ReadOnlySpan<byte> body)
    {
        if (body.Length <= ClearM3 + ProtocolLimits.TagBytes)
            return null;
        var from = new WireReader(body[..ClearM3]);
        return new M3(from.Fixed(X25519Key.Size), from.Fixed(NonceSize), from.Fixed(MlKem768.CiphertextSize));
    }

    internal static byte[] WriteProof(Proof p, bool withContribution)
    {
        var to = new WireWriter();
        to.Bytes(p.Identity, ProtocolLimits.MaxIdentity);
        if (withContribution)
            to.Bytes(p.Contribution, ProtocolLimits.MaxRsaBytes);
        to.Bytes(p.Signature, ProtocolLimits.MaxRsaBytes);
        to.Fixed(p.Mac, Hmac384.Size);
        return to.ToArray();
    }

    internal static Proof? ReadProof(ReadOnlySpan<byte> inside, bool withContribution)
    {
        var from = new WireReader(inside);
        var identity = from.Bytes(ProtocolLimits.MaxIdentity);
        var contribution = withContribution ? from.Bytes(ProtocolLimits.MaxRsaBytes) : Blob.Empty;
        var m = new Proof(identity, contribution, from.Bytes(ProtocolLimits.MaxRsaBytes), from.Fixed(Hmac384.Size));
        return from.Finish() == MessageFault.None ? m : null;
    }

    internal static byte[] WriteFinished(Finished f, bool withContribution)
    {
        var to = new WireWriter();
        if (withContribution)
            to.Bytes(f.Contribution, ProtocolLimits.MaxRsaBytes);
        to.Fixed(f.Mac, Hmac384.Size);
        return to.ToArray();
    }

    internal static Finished? ReadFinished(ReadOnlySpan<byte> inside, bool withContribution)
    {
        var from = new WireReader(inside);
        var m = new Finished(withContribution ? from.Bytes(ProtocolLimits.MaxRsaBytes) : Blob.Empty, from.Fixed(Hmac384.Size));
        return from.Finish() == MessageFault.None ? m : null;
    }

    private static void WriteOffers(WireWriter to, ushort[] offers)
    {
        to.Byte((byte)offers.Length);
        foreach (var offer in offers)
            to.UInt16(offer);
    }

    private static ushort[] ReadOffers(ref WireReader from)
    {
        var offers = new ushort[from.InRange(from.Byte(), 1, ProtocolLimits.MaxOffers)];
        for (var i = 0; i < offers.Length; i++)
            offers[i] = from.UInt16();
        return offers;
    }
}
