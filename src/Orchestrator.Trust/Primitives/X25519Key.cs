using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Orchestrator.Trust.Primitives;

/// <summary>One X25519 key pair (RFC 7748), for one handshake. Disposing zeroes the private half.</summary>
public sealed class X25519Key : IDisposable
{
    public const int Size = 32;

    private readonly byte[] _private;
    private readonly byte[] _public = new byte[Size];
    private bool _gone;

    private X25519Key(byte[] privateKey)
    {
        _private = privateKey;
        X25519.ScalarMultBase(_private, _public);
    }

    /// <summary>The 32 bytes that the peer gets.</summary>
    public ReadOnlyMemory<byte> Public => _public;

    public static X25519Key Generate(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var bytes = new byte[Size];
        random.Fill(bytes);
        return new X25519Key(bytes);
    }

    /// <summary>
    /// The shared secret of 32 bytes. False, and zeroes, when the peer's key has another length or gives the all-zero secret (a point of small
    /// order: the peer, or somebody between, forces the outcome).
    /// </summary>
    public bool TryAgree(ReadOnlySpan<byte> peerPublic, Span<byte> secret)
    {
        if (_gone)
            throw new TrustException(TrustFault.KeyGone, "This X25519 key was destroyed.");
        TrustException.RequireLength(secret.Length, Size, "The place for an X25519 secret");
        secret.Clear();
        if (peerPublic.Length != Size)
            return false;
        X25519.ScalarMult(_private, peerPublic, secret);
        return !FixedTime.IsZero(secret);
    }

    public void Dispose()
    {
        _gone = true;
        CryptographicOperations.ZeroMemory(_private);
    }

    /// <summary>From known private bytes: for vectors and self-tests.</summary>
    internal static X25519Key Import(ReadOnlySpan<byte> privateKey)
    {
        TrustException.RequireLength(privateKey.Length, Size, "An X25519 private key");
        return new X25519Key(privateKey.ToArray());
    }
}
