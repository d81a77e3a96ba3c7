using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>Lets the base class library build a certificate and any holder of a key (also an HSM) sign it.</summary>
internal sealed class PssSignatureGenerator(IPssSigner signer) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => CertificateProfile.SignatureAlgorithm;

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => signer.SignExact(data);

    protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(signer.Public.Spki.Span, out _);
}
