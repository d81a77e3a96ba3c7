using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Plugins.Audit.Webhook;

/// <summary>TLS to the receiver: 1.2 or 1.3; chain, name and dates always checked, by the runtime itself. There is no setting that turns this off.</summary>
internal static class WebhookTls
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The rules of every connection.</summary>
    /// <param name="rootsFile">PEM of the only roots that count; null: the system's.</param>
    /// <exception cref="FormatException">The file can't be used.</exception>
    public static SslClientAuthenticationOptions Options(string? rootsFile)
    {
        // The policy lasts as long as the plugin, so its time is that of each handshake, not one that is set here.
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { new Oid(ServerAuthentication) },
        };
        if (rootsFile is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(Roots(rootsFile));
        }

        return new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, CertificateChainPolicy = policy };
    }

    private static X509Certificate2Collection Roots(string path)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FormatException("The setting \"rootsFile\" names a file that can't be read as PEM. Put the certificates of the receiver's roots there.", problem);
        }

        return roots.Count > 0 ? roots : throw new FormatException("The setting \"rootsFile\" names a file without a certificate. Put the certificates of the receiver's roots there.");
    }
}
