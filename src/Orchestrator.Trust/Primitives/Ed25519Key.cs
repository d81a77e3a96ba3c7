using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Orchestrator.Trust.Primitives;

/// <summary>A log's signing key (RFC 8032, pure Ed25519). Disposing zeroes it.</summary>
public sealed class Ed25519Key : IDisposable
{
    public const int SeedSize = 32;

    private readonly byte[] _seed;
    private readonly Lock _gate = new();
    private bool _gone;

    private Ed25519Key(byte[] seed)
    {
        _seed = seed;
        var bytes = new byte[Ed25519Public.Size];
        Ed25519.GeneratePublicKey(_seed, bytes);
        Public = Ed25519Public.Trusted(bytes);
    }

    public Ed25519Public Public { get; }

    public static Ed25519Key Generate(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var seed = new byte[SeedSize];
        random.Fill(seed);
        return new Ed25519Key(seed);
    }

    /// <summary>From the 32-byte seed that <see cref="ExportSeed"/> gave.</summary>
    public static Ed25519Key Import(ReadOnlySpan<byte> seed)
    {
        TrustException.RequireLength(seed.Length, SeedSize, "An Ed25519 seed");
        return new Ed25519Key(seed.ToArray());
    }

    /// <summary>64 bytes over the message as it is: the caller's format (a signed note) keeps uses apart.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            RequireLiving();
            var signature = new byte[Ed25519Public.SignatureSize];
            Ed25519.Sign(_seed, message, signature);
            return signature;
        }
    }

    /// <summary>The secret seed, for keeping a log's key between runs. The caller zeroes it.</summary>
    public byte[] ExportSeed()
    {
        lock (_gate)
        {
            RequireLiving();
            return (byte[])_seed.Clone();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _gone = true;
            CryptographicOperations.ZeroMemory(_seed);
        }
    }

    private void RequireLiving()
    {
        if (_gone)
            throw new TrustException(TrustFault.KeyGone, "This log key was destroyed; nothing can be signed with it any more.");
    }
}
