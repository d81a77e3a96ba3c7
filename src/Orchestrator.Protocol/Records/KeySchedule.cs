using System.Buffers.Binary;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>Which way a record travels, by the roles of the handshake.</summary>
public enum RecordDirection : byte
{
    /// <summary>From the technician, or from the endpoint to its broker.</summary>
    InitiatorToResponder = 0,

    /// <summary>From the instrument, or from the broker.</summary>
    ResponderToInitiator = 1,
}

/// <summary>
/// From the master secret to keys: one secret for each channel and direction, from it a key and an IV for each epoch, and the next epoch's secret.
/// Forward only: a later secret doesn't give an earlier one.
/// </summary>
internal static class KeySchedule
{
    /// <summary>HKDF-Expand(master, "channel", direction, channel id, th6): 48 bytes, the secret of epoch 0.</summary>
    public static byte[] ChannelSecret(ReadOnlySpan<byte> master, RecordDirection direction, ChannelId channel, ReadOnlyMemory<byte> transcript)
    {
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, channel.Value);
        return Hkdf384.Expand(master, Hkdf384.PrkSize, "channel", new byte[] { (byte)direction }, id, transcript);
    }

    /// <summary>HKDF-Expand(master, "resume", direction, th6): 48 bytes, from which each generation's secret comes.</summary>
    public static byte[] ResumeSecret(ReadOnlySpan<byte> master, RecordDirection direction, ReadOnlyMemory<byte> transcript) =>
        Hkdf384.Expand(master, Hkdf384.PrkSize, "resume", new byte[] { (byte)direction }, transcript);

    /// <summary>HKDF-Expand(secret, "resume generation", generation): 48 bytes, for one RESUME.</summary>
    public static byte[] ResumeGeneration(ReadOnlySpan<byte> secret, ulong generation)
    {
        var number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, generation);
        return Hkdf384.Expand(secret, Hkdf384.PrkSize, "resume generation", number);
    }

    /// <summary>HKDF-Expand(secret, "record key"): 32 bytes.</summary>
    public static byte[] Key(ReadOnlySpan<byte> secret) => Hkdf384.Expand(secret, AesGcm256.KeySize, "record key");

    /// <summary>HKDF-Expand(secret, "record iv"): 12 bytes.</summary>
    public static byte[] Iv(ReadOnlySpan<byte> secret) => Hkdf384.Expand(secret, AesGcm256.NonceSize, "record iv");

    /// <summary>HKDF-Expand(secret, "rekey"): 48 bytes, the secret of the next epoch.</summary>
    public static byte[] Next(ReadOnlySpan<byte> secret) => Hkdf384.Expand(secret, Hkdf384.PrkSize, "rekey");

    /// <summary>IV xor sequence (in its last eight bytes, big-endian).</summary>
    public static void Nonce(ReadOnlySpan<byte> iv, ulong sequence, Span<byte> nonce)
    {
        iv.CopyTo(nonce);
        var tail = nonce[4..];
        BinaryPrimitives.WriteUInt64BigEndian(tail, BinaryPrimitives.ReadUInt64BigEndian(tail) ^ sequence);
    }
}
