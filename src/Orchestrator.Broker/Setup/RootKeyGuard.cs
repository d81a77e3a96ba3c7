using System.Security.Cryptography;
using System.Text;
using Orchestrator.Broker.Settings;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Setup;

/// <summary>
/// Looks for a root's private key in the data folder: whoever holds it can make brokers and issuing keys, so a server must never have it.
/// An encrypted private key counts as one, because the broker has no other use for any. Finds PEM and bare PKCS#8 or PKCS#1; not what
/// somebody hides on purpose.
/// </summary>
internal static class RootKeyGuard
{
    /// <summary>An RSA-8192 key in PEM has 7 KiB.</summary>
    private const int MaxKeyFile = 64 * 1024;

    /// <exception cref="BrokerException">There is one, or the folder can't be looked through.</exception>
    public static void RequireAbsent(DataFolder folder)
    {
        try
        {
            var root = CertificateVerifier.VerifyRoot(KeyFiles.ReadCertificate(folder.RootCertificate));
            if (!root.IsAccepted)
            {
                throw new BrokerException(ExitCode.DataFolder, $"{folder.RootCertificate} isn't a root's certificate ({root.Refusal}). Restore it from a backup.");
            }

            foreach (var path in Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories))
            {
                if (new FileInfo(path) is { Length: > 0 and <= MaxKeyFile } && HoldsRoot(File.ReadAllBytes(path), root.Identity.Key))
                {
                    throw new BrokerException(
                        ExitCode.DataFolder, $"A root's private key lies in the data folder: {path}. Move it to offline storage; the broker doesn't start while it is there.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"The data folder {folder.Root} can't be looked through for a root's private key. Let the broker's user read all of it.", e);
        }
    }

    private static bool HoldsRoot(byte[] content, RsaPublic root)
    {
        var text = Encoding.Latin1.GetString(content).AsSpan();
        var isPem = false;
        while (PemEncoding.TryFind(text, out var found))
        {
            isPem = true;
            var label = text[found.Label];
            if (label.SequenceEqual("ENCRYPTED PRIVATE KEY"))
            {
                return true;
            }

            if (label.EndsWith("PRIVATE KEY") && IsRoot(Convert.FromBase64String(text[found.Base64Data].ToString()), root))
            {
                return true;
            }

            text = text[found.Location.End..];
        }

        return !isPem && content[0] == 0x30 && (IsRoot(content, root) || IsEncrypted(content));
    }

    private static bool IsRoot(byte[] der, RsaPublic root)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(der, out _);
        }
        catch (CryptographicException)
        {
            try
            {
                rsa.ImportRSAPrivateKey(der, out _);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        return KeyFingerprint.OfSpki(rsa.ExportSubjectPublicKeyInfo()) == root.Fingerprint;
    }

    /// <summary>EncryptedPrivateKeyInfo: SEQUENCE { SEQUENCE { OID … }, OCTET STRING }, with an OID of PKCS#5.</summary>
    private static bool IsEncrypted(byte[] der) => der.AsSpan()[..Math.Min(32, der.Length)].IndexOf(Convert.FromHexString("06092a864886f70d0105")) >= 0;
}
