using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// One ML-KEM-768 key pair, for one handshake. Held as its 64-byte seed, which disposing zeroes; BouncyCastle's working copies are made for
/// each decapsulation and left to the garbage collector, because the library can't zero them.
/// </summary>
public sealed class MlKem768Key : IDisposable
{
    public const int SeedSize = 64;

    private readonly byte[] _seed;
    private bool _gone;

    private MlKem768Key(byte[] seed)
    {
        _seed = seed;
        EncapsulationKey = Private().GetPublicKeyEncoded();
    }

    /// <summary>The 1184 bytes that the peer gets.</summary>
    public ReadOnlyMemory<byte> EncapsulationKey { get; }

    public static MlKem768Key Generate(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var seed = new byte[SeedSize];
        random.Fill(seed);
        return new MlKem768Key(seed);
    }

    /// <summary>
    /// The secret of 32 bytes. False only for a ciphertext of another length; a false ciphertext of the right length gives an unrelated secret
    /// (implicit rejection), which the handshake's Finished then exposes.
    /// </summary>
    public bool TryDecapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> secret)
    {
        if (_gone)
            throw new TrustException(TrustFault.KeyGone, "This ML-KEM key was destroyed.");
        TrustException.RequireLength(secret.Length, MlKem768.SecretSize, "The place for an ML-KEM secret");
        secret.Clear();
        if (ciphertext.Length != MlKem768.CiphertextSize)
            return false;
        var decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        decapsulator.Init(Private());
        decapsulator.Decapsulate(ciphertext, secret);
        return true;
    }

    public void Dispose()
    {
        _gone = true;
        CryptographicOperations.ZeroMemory(_seed);
    }

    /// <summary>From a known seed (d followed by z): for vectors and self-tests.</summary>
    internal static MlKem768Key Import(ReadOnlySpan<byte> seed)
    {
        TrustException.RequireLength(seed.Length, SeedSize, "An ML-KEM seed");
        return new MlKem768Key(seed.ToArray());
    }

    private MLKemPrivateKeyParameters Private() => MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, _seed);
}
