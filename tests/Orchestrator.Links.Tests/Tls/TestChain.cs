using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Links.Tests.Tls;

/// <summary>A chain of one test, each link with the key and the signature that the test wants.</summary>
internal sealed class TestChain : IDisposable
{
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private readonly List<X509Certificate2> chain = [];

    /// <summary>Makes root, authorities and the server's certificate.</summary>
    public TestChain(string name, int authorities = 0, int serverBits = 2048, int authorityBits = 2048, bool oldServerSignature = false, bool oldAuthoritySignature = false)
    {
        var above = Make($"CN=Chain root {Guid.NewGuid():N}", null, authorityBits, isOld: false, isAuthority: true, name);
        chain.Add(above);
        for (var i = 0; i < authorities; i++)
        {
            above = Make($"CN=Authority {i}, O=Chains", above, authorityBits, oldAuthoritySignature, isAuthority: true, name);
            chain.Insert(0, above);
        }

        chain.Insert(0, Make("CN=Server", above, serverBits, oldServerSignature, isAuthority: false, name));
    }

    /// <summary>The server's first, the root last.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => chain;

    /// <summary>What the server shows: all but the root.</summary>
    public IReadOnlyList<X509Certificate2> Shown => [.. chain.SkipLast(1)];

    public X509Certificate2 Root => chain[^1];

    public void Dispose() => chain.ForEach(one => one.Dispose());

    private X509Certificate2 Make(string subject, X509Certificate2? issuer, int bits, bool isOld, bool isAuthority, string name)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        }
        else
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        }

        if (issuer is null)
            return request.CreateSelfSigned(now.AddDays(-20), now.AddDays(200));
        using var above = issuer.GetRSAPrivateKey()!;
        var signer = isOld ? new Sha1Signer(above) : X509SignatureGenerator.CreateForRSA(above, RSASignaturePadding.Pkcs1);
        using var bare = request.Create(issuer.SubjectName, signer, now.AddDays(-10), now.AddDays(100), RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>.NET itself no longer signs certificates with SHA-1.</summary>
    private sealed class Sha1Signer(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300d06092a864886f70d0101050500");

#pragma warning disable CA5350 // What is to be refused must first be made.
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
