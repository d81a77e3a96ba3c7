using System.Formats.Asn1;
using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>
/// A private key under a passphrase: PKCS#8 with PBES2 (AES-256-CBC, PBKDF2 with HMAC-SHA-256, 600,000 rounds), as PEM, so that ordinary tools can open it too.
/// </summary>
public static class PrivateKeyFile
{
    public const int Iterations = 600_000;
    public const int MinPassphrase = 12;

    private const string PemLabel = "ENCRYPTED PRIVATE KEY";
    private const int MaxIterations = 10_000_000;
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    /// <summary>PEM text of the encrypted key.</summary>
    public static string Encrypt(RsaIdentity key, ReadOnlySpan<char> passphrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (passphrase.Length < MinPassphrase)
            throw new TrustException(TrustFault.OutOfRange, $"The passphrase of a private key must have at least {MinPassphrase} characters.");
        var pkcs8 = key.ExportPkcs8();
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return rsa.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <exception cref="TrustException">Not such a file, weaker than this class writes, or a wrong passphrase.</exception>
    public static RsaIdentity Decrypt(string pem, ReadOnlySpan<char> passphrase)
    {
        ArgumentNullException.ThrowIfNull(pem);
        RequireStrong(pem);
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromEncryptedPem(pem, passphrase);
            var pkcs8 = rsa.ExportPkcs8PrivateKey();
            try
            {
                return RsaIdentity.ImportPkcs8(pkcs8);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(pkcs8);
            }
        }
        catch (CryptographicException e)
        {
            throw new TrustException(TrustFault.WrongPassphrase, "The private key can't be opened: the passphrase is wrong or the file was changed.", e);
        }
    }

    /// <summary>The file names its own rounds: fewer than ours is a weakened file, far more is a trap for our time.</summary>
    private static void RequireStrong(string pem)
    {
        try
        {
            if (!PemEncoding.TryFind(pem, out var found) || pem[found.Label] != PemLabel)
                throw new TrustException(TrustFault.Malformed, "The file holds no encrypted private key.");
            var outer = new AsnReader(Convert.FromBase64String(pem[found.Base64Data]), AsnEncodingRules.DER).ReadSequence();
            var algorithm = outer.ReadSequence();
            var isPbes2 = algorithm.ReadObjectIdentifier() == Pbes2;
            var parameters = algorithm.ReadSequence();
            var derivation = parameters.ReadSequence();
            var isPbkdf2 = derivation.ReadObjectIdentifier() == Pbkdf2;
            var pbkdf2 = derivation.ReadSequence();
            pbkdf2.ReadOctetString();
            var rounds = pbkdf2.TryReadInt32(out var count) ? count : 0;
            if (pbkdf2.HasData && pbkdf2.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
                pbkdf2.ReadInteger();
            var isSha256 = pbkdf2.HasData && pbkdf2.ReadSequence().ReadObjectIdentifier() == HmacSha256;
            var isAes = parameters.ReadSequence().ReadObjectIdentifier() == Aes256Cbc;
            if (!isPbes2 || !isPbkdf2 || !isSha256 || !isAes || rounds is < Iterations or > MaxIterations)
                throw new TrustException(TrustFault.BadKey, $"The private key isn't encrypted with AES-256 and at least {Iterations} rounds of PBKDF2-SHA-256.");
        }
        catch (AsnContentException e)
        {
            throw new TrustException(TrustFault.Malformed, "The file holds no encrypted private key.", e);
        }
    }
}
