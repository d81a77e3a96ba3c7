using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>
/// The root of the site's own certificates (interception, https proxies). A customer's IT installs it on the instrument PC; here it is what this one
/// process takes for the system's roots, so that the product's checks stay as they are. The vendor's own root stands in its signed configuration.
/// </summary>
internal static partial class SiteRoot
{
    private const string Name = "Testbed site root";

    /// <summary>A new root with its key.</summary>
    public static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
    }

    /// <summary>Makes it this process's root. Must come before the process judges its first certificate; OpenSSL's places are read once.</summary>
    public static void Trust(X509Certificate2 root, string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "site-root.pem"), root.ExportCertificatePem());
        // The native side reads the environment itself, and .NET's own setter doesn't reach it.
        _ = SetVariable("SSL_CERT_DIR", folder, 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
