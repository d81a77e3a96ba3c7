using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>HMAC-SHA-384 over length-prefixed fields, with a check in fixed time.</summary>
public static class Hmac384
{
    public const int Size = HMACSHA384.HashSizeInBytes;

    /// <summary>The shortest key that counts as one: a hash's length is what every derivation gives.</summary>
    public const int MinKeyBytes = 32;

    /// <summary>48 bytes over the fields, each preceded by its 4-byte length.</summary>
    public static byte[] Of(ReadOnlySpan<byte> key, params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        if (key.Length < MinKeyBytes)
            throw new TrustException(TrustFault.WrongLength, $"An HMAC key is {key.Length} bytes long; it must have at least {MinKeyBytes}.");
        return Raw(key, Fields.Join(fields));
    }

    /// <summary>True when the tag belongs to the fields; takes the same time for each wrong tag.</summary>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> tag, params ReadOnlySpan<ReadOnlyMemory<byte>> fields) =>
        FixedTime.Equal(Of(key, fields), tag);

    /// <summary>Over one message without a length prefix: for published vectors only.</summary>
    internal static byte[] Raw(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message) => HMACSHA384.HashData(key, message);
}
