using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Orchestrator.Trust.Primitives;

/// <summary>The sender's half of ML-KEM-768 (FIPS 203): sizes, the check of encapsulation keys, encapsulation. The other half is <see cref="MlKem768Key"/>.</summary>
public static class MlKem768
{
    public const int EncapsulationKeySize = 1184;
    public const int CiphertextSize = 1088;
    public const int SecretSize = 32;

    private const int Modulus = 3329;
    private const int PolynomialBytes = 1152;

    /// <summary>
    /// Writes a ciphertext (1088 bytes) and the secret in it (32 bytes). False, and zeroes, when the key fails FIPS 203's check (section 7.2):
    /// another length, or a coefficient that isn't reduced.
    /// </summary>
    public static bool TryEncapsulate(ReadOnlySpan<byte> encapsulationKey, IRandomSource random, Span<byte> ciphertext, Span<byte> secret)
    {
        ArgumentNullException.ThrowIfNull(random);
        TrustException.RequireLength(ciphertext.Length, CiphertextSize, "The place for an ML-KEM ciphertext");
        TrustException.RequireLength(secret.Length, SecretSize, "The place for an ML-KEM secret");
        ciphertext.Clear();
        secret.Clear();
        if (!IsAcceptable(encapsulationKey))
            return false;
        var key = MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, encapsulationKey.ToArray());
        var encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
        encapsulator.Init(new ParametersWithRandom(key, BouncyRandom.From(random)));
        encapsulator.Encapsulate(ciphertext, secret);
        return true;
    }

    /// <summary>FIPS 203, section 7.2: the right length, and every 12-bit coefficient below the modulus.</summary>
    public static bool IsAcceptable(ReadOnlySpan<byte> encapsulationKey)
    {
        if (encapsulationKey.Length != EncapsulationKeySize)
            return false;
        for (var i = 0; i < PolynomialBytes; i += 3)
        {
            var low = encapsulationKey[i] | ((encapsulationKey[i + 1] & 0x0F) << 8);
            var high = (encapsulationKey[i + 1] >> 4) | (encapsulationKey[i + 2] << 4);
            if (low >= Modulus || high >= Modulus)
                return false;
        }

        return true;
    }
}
