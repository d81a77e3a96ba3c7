using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// HKDF with SHA-384 (RFC 5869). Extract gives a pseudo-random key of 48 bytes; Expand derives from it under a label, its info being the
/// length-prefixed label followed by length-prefixed fields.
/// </summary>
public static class Hkdf384
{
    public const int PrkSize = SHA384.HashSizeInBytes;

    /// <summary>RFC 5869: at most 255 blocks.</summary>
    public const int MaxOutput = 255 * PrkSize;

    /// <summary>Extract(salt, input key material): 48 bytes. The caller zeroes them after use.</summary>
    public static byte[] Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> inputKeyMaterial)
    {
        var prk = new byte[PrkSize];
        HKDF.Extract(HashAlgorithmName.SHA384, inputKeyMaterial, salt, prk);
        return prk;
    }

    /// <summary>Fills the output from a 48-byte pseudo-random key, a label and fields.</summary>
    public static void Expand(ReadOnlySpan<byte> prk, Span<byte> output, string label, params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        TrustException.RequireLength(prk.Length, PrkSize, "The pseudo-random key");
        Raw(prk, Fields.JoinLabelled(label, fields), output);
    }

    /// <summary>The same into a new array of the wanted length. The caller zeroes it after use.</summary>
    public static byte[] Expand(ReadOnlySpan<byte> prk, int length, string label, params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        if (length is < 1 or > MaxOutput)
            throw new TrustException(TrustFault.WrongLength, $"HKDF can't give {length} bytes; 1 to {MaxOutput} are possible.");
        var output = new byte[length];
        Expand(prk, output, label, fields);
        return output;
    }

    /// <summary>Expand with the info bytes as they are: for published vectors only.</summary>
    internal static void Raw(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info, Span<byte> output)
    {
        if (output.Length is < 1 or > MaxOutput)
            throw new TrustException(TrustFault.WrongLength, $"HKDF can't give {output.Length} bytes; 1 to {MaxOutput} are possible.");
        HKDF.Expand(HashAlgorithmName.SHA384, prk, output, info);
    }
}
