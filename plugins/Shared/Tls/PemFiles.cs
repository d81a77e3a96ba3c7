using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Plugins.Shared.Tls;

/// <summary>Certificates and keys that settings name, as PEM.</summary>
internal static class PemFiles
{
    /// <summary>The roots that count; null: the system's.</summary>
    /// <exception cref="InvalidOperationException">None can be read.</exception>
    public static X509Certificate2Collection? Roots(string? path)
    {
        if (path is null)
            return null;
        var roots = new X509Certificate2Collection();
        Read(path, () => roots.ImportFromPemFile(path));
        return roots.Count > 0 ? roots : throw new InvalidOperationException($"There is no certificate in {path}. Put the PEM of the roots there.");
    }

    /// <summary>This program's own certificate with its key; null where none is named.</summary>
    /// <exception cref="InvalidOperationException">They can't be read, or don't belong together.</exception>
    public static X509Certificate2? Client(string? certificate, string? key)
    {
        if (certificate is null)
            return null;
        X509Certificate2? client = null;
        Read(certificate, () =>
        {
            using var bare = X509Certificate2.CreateFromPemFile(certificate, key);

            // Windows wants the key in a store of its own; a round trip through PKCS#12 gives it one.
            client = X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
        });
        return client;
    }

    private static void Read(string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException($"The certificate {path}, or its key, can't be read as PEM. Put it there, readable by this program's user.");
        }
    }
}
