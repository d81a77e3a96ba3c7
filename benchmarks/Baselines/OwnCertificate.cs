using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Benchmarks.Baselines;

/// <summary>A certificate for the length of one run; its hash is printed, and the client takes no other.</summary>
internal static class OwnCertificate
{
    public static X509Certificate2 Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(6));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>What the starter of this program reads.</summary>
    public static void Announce(int port, X509Certificate2 certificate)
    {
        Console.WriteLine($"listening {IPAddress.Loopback} {port} {certificate.GetCertHashString(HashAlgorithmName.SHA256)}");
        Console.Out.Flush();
    }
}
