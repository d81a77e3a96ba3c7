using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Keys and signatures that no longer hold. The platform's verdict on them depends on its settings, so this program has its own: the same everywhere.
/// </summary>
internal static class CertificateStrength
{
    private const int RsaBits = 2048;
    private const int CurveBits = 256;

    private static readonly string[] BrokenSignatures =
    [
        "1.2.840.113549.1.1.2", // MD2 with RSA
        "1.2.840.113549.1.1.4", // MD5 with RSA
        "1.2.840.113549.1.1.5", // SHA-1 with RSA
        "1.3.14.3.2.29", // SHA-1 with RSA, an older number
        "1.2.840.10045.4.1", // SHA-1 with ECDSA
        "1.2.840.10040.4.3", // SHA-1 with DSA
    ];

    /// <summary>What is too weak in a chain; null when nothing is. A root's own signature proves nothing and isn't looked at.</summary>
    public static string? Flaw(X509Chain chain)
    {
        for (var i = 0; i < chain.ChainElements.Count; i++)
        {
            var certificate = chain.ChainElements[i].Certificate;
            if (KeyFlaw(certificate) is { } flaw)
                return flaw;
            var isRoot = i == chain.ChainElements.Count - 1 && i > 0;
            if (!isRoot && BrokenSignatures.Contains(certificate.SignatureAlgorithm.Value))
                return $"it is signed by {certificate.SignatureAlgorithm.FriendlyName ?? "a broken method"}";
        }

        return null;
    }

    private static string? KeyFlaw(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
            return rsa.KeySize >= RsaBits ? null : $"it has an RSA key of {rsa.KeySize} bits";
        using var curve = certificate.GetECDsaPublicKey();
        return curve is null ? "its key is neither RSA nor on a curve" : curve.KeySize >= CurveBits ? null : $"it has a key of {curve.KeySize} bits on a curve";
    }
}
