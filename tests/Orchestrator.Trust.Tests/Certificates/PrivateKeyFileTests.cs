using System.Security.Cryptography;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;

namespace Orchestrator.Trust.Tests.Certificates;

public sealed class PrivateKeyFileTests
{
    private const string Passphrase = "correct horse battery";

    [Fact]
    public void A_key_comes_back_with_its_passphrase_and_not_with_another()
    {
        var pem = PrivateKeyFile.Encrypt(TestKeys.Stranger, Passphrase);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", pem, StringComparison.Ordinal);
        using var back = PrivateKeyFile.Decrypt(pem, Passphrase);
        Assert.Equal(TestKeys.Stranger.Public, back.Public);
        var refused = Assert.Throws<TrustException>(() => PrivateKeyFile.Decrypt(pem, Passphrase + "!"));
        Assert.Equal(TrustFault.WrongPassphrase, refused.Fault);
        Assert.DoesNotContain(Passphrase, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_fewer_rounds_or_another_cipher_is_refused()
    {
        using var rsa = RSA.Create(3072);
        var weak = rsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 599_999));
        var other = rsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 600_000));
        Assert.Equal(TrustFault.BadKey, Assert.Throws<TrustException>(() => PrivateKeyFile.Decrypt(weak, Passphrase)).Fault);
        Assert.Equal(TrustFault.BadKey, Assert.Throws<TrustException>(() => PrivateKeyFile.Decrypt(other, Passphrase)).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----")]
    public void What_is_no_encrypted_key_is_refused_by_name(string pem) =>
        Assert.Equal(TrustFault.Malformed, Assert.Throws<TrustException>(() => PrivateKeyFile.Decrypt(pem, Passphrase)).Fault);

    [Fact]
    public void A_short_passphrase_is_refused() =>
        Assert.Equal(TrustFault.OutOfRange, Assert.Throws<TrustException>(() => PrivateKeyFile.Encrypt(TestKeys.Stranger, "short")).Fault);
}
