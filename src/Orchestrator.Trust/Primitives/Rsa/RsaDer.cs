using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// SubjectPublicKeyInfo and PKCS#8 of RSA keys in strict DER. Done here rather than by a provider, so that both providers give and take the
/// same bytes: a key's name is the hash of these.
/// </summary>
internal static class RsaDer
{
    /// <summary>An 8192-bit key's SPKI has 1062 bytes; its PKCS#8 has about 4.7 KiB.</summary>
    public const int MaxSpki = 1100;
    public const int MaxPkcs8 = 6000;

    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    public static byte[] WriteSpki(RSAParameters key)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteIntegerUnsigned(Trim(key.Modulus!));
            inner.WriteIntegerUnsigned(Trim(key.Exponent!));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer);
            writer.WriteBitString(inner.Encode());
        }

        return writer.Encode();
    }

    /// <summary>Null when the bytes aren't exactly what <see cref="WriteSpki"/> would write for the key in them.</summary>
    public static RSAParameters? TryReadSpki(ReadOnlySpan<byte> spki)
    {
        if (spki.Length is 0 or > MaxSpki)
            return null;
        try
        {
            var outer = new AsnReader(spki.ToArray(), AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            ReadAlgorithm(info);
            var key = new AsnReader(info.ReadBitString(out var unused), AsnEncodingRules.DER);
            info.ThrowIfNotEmpty();
            var pair = key.ReadSequence();
            key.ThrowIfNotEmpty();
            var found = new RSAParameters { Modulus = Unsigned(pair), Exponent = Unsigned(pair) };
            pair.ThrowIfNotEmpty();
            return unused == 0 && WriteSpki(found).AsSpan().SequenceEqual(spki) ? found : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The private key unencrypted. The caller zeroes the result.</summary>
    public static byte[] WritePkcs8(RSAParameters key)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(0);
            foreach (var part in new[] { key.Modulus, key.Exponent, key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ })
                inner.WriteIntegerUnsigned(Trim(part!));
        }

        var rsa = inner.Encode();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteAlgorithm(writer);
            writer.WriteOctetString(rsa);
        }

        CryptographicOperations.ZeroMemory(rsa);
        return writer.Encode();
    }

    /// <summary>Null when the bytes are no two-prime RSA key in PKCS#8.</summary>
    public static RSAParameters? TryReadPkcs8(ReadOnlyMemory<byte> pkcs8)
    {
        if (pkcs8.Length is 0 or > MaxPkcs8)
            return null;
        try
        {
            var outer = new AsnReader(pkcs8, AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (info.ReadInteger() != 0)
                return null;
            ReadAlgorithm(info);
            var key = new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
            return key.ReadInteger() == 0 ? ReadPrivate(key) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static RSAParameters? ReadPrivate(AsnReader key)
    {
        byte[] modulus = Unsigned(key), exponent = Unsigned(key);
        var half = (modulus.Length + 1) / 2;
        var found = new RSAParameters { Modulus = modulus, Exponent = exponent, D = Padded(key, modulus.Length), P = Padded(key, half) };
        found.Q = Padded(key, half);
        found.DP = Padded(key, half);
        found.DQ = Padded(key, half);
        found.InverseQ = Padded(key, half);
        key.ThrowIfNotEmpty();
        return found;
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(RsaEncryption);
            writer.WriteNull();
        }
    }

    private static void ReadAlgorithm(AsnReader reader)
    {
        var algorithm = reader.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != RsaEncryption)
            throw new AsnContentException("Not an RSA key.");
        algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
    }

    private static byte[] Unsigned(AsnReader reader)
    {
        var bytes = reader.ReadIntegerBytes().Span;
        if ((bytes[0] & 0x80) != 0)
            throw new AsnContentException("A part of an RSA key is negative.");
        return Trim(bytes).ToArray();
    }

    private static byte[] Padded(AsnReader reader, int length)
    {
        var bytes = Unsigned(reader);
        if (bytes.Length > length)
            throw new AsnContentException("A part of an RSA key is too long.");
        var padded = new byte[length];
        bytes.CopyTo(padded, length - bytes.Length);
        CryptographicOperations.ZeroMemory(bytes);
        return padded;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value)
    {
        var trimmed = value.TrimStart((byte)0);
        return trimmed.Length == 0 ? value[^1..] : trimmed;
    }
}
