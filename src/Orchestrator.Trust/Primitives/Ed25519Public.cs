using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Orchestrator.Trust.Primitives;

/// <summary>The public half of a log key: 32 bytes that are a point of full order.</summary>
public sealed class Ed25519Public : IEquatable<Ed25519Public>
{
    public const int Size = 32;
    public const int SignatureSize = 64;

    private readonly byte[] _bytes;

    private Ed25519Public(byte[] bytes) => _bytes = bytes;

    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Null when the bytes are no point, or one of small order (under which anything would verify).</summary>
    public static Ed25519Public? TryImport(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size && Ed25519.ValidatePublicKeyFull(bytes) ? new Ed25519Public(bytes.ToArray()) : null;

    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize && Ed25519.Verify(signature, _bytes, message);

    public bool Equals(Ed25519Public? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => Equals(obj as Ed25519Public);

    public override int GetHashCode() => BitConverter.ToInt32(_bytes, 0);

    public override string ToString() => Convert.ToHexStringLower(_bytes);

    /// <summary>For bytes that were just computed from a seed.</summary>
    internal static Ed25519Public Trusted(byte[] bytes) => new(bytes);
}
