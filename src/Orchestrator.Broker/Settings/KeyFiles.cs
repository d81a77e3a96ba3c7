using System.Security.Cryptography;
using Orchestrator.Trust;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Settings;

/// <summary>The broker's own private keys at rest: PKCS#8 as PEM, mode 0600, not encrypted, because the broker starts unattended. Ordinary tools can read them.</summary>
internal static class KeyFiles
{
    private const string Label = "PRIVATE KEY";
    private const string SealingLabel = "ORCHESTRATOR SEALING KEY";
    private const string CertificateLabel = "CERTIFICATE";

    // PKCS#8 around a bare Ed25519 seed (RFC 8410): all of it but the seed is constant.
    private static readonly byte[] Ed25519Prefix = Convert.FromHexString("302e020100300506032b657004220420");

    public static void Write(string path, RsaIdentity key) => WriteAndZero(path, key.ExportPkcs8());

    public static void Write(string path, Ed25519Key key)
    {
        var seed = key.ExportSeed();
        WriteAndZero(path, [.. Ed25519Prefix, .. seed]);
        CryptographicOperations.ZeroMemory(seed);
    }

    public static void Write(string path, ECDsa key) => WriteAndZero(path, key.ExportPkcs8PrivateKey());

    public static void WriteCertificate(string path, params ReadOnlySpan<byte[]> certificates)
    {
        var text = "";
        foreach (var certificate in certificates)
        {
            text += PemEncoding.WriteString(CertificateLabel, certificate) + "\n";
        }

        PrivateFiles.Write(path, text);
    }

    /// <exception cref="BrokerException">Missing, damaged, or readable by others.</exception>
    public static RsaIdentity ReadRsa(string path) => Read(path, Label, der =>
    {
        try
        {
            return RsaIdentity.ImportPkcs8(der);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    });

    /// <exception cref="BrokerException">Missing, damaged, or readable by others.</exception>
    public static Ed25519Key ReadEd25519(string path) => Read(path, Label, der =>
    {
        if (der.Length != Ed25519Prefix.Length + Ed25519Key.SeedSize || !der.AsSpan().StartsWith(Ed25519Prefix))
        {
            throw new CryptographicException("Not an Ed25519 key.");
        }

        var key = Ed25519Key.Import(der.AsSpan(Ed25519Prefix.Length));
        CryptographicOperations.ZeroMemory(der);
        return key;
    });

    /// <summary>Random bytes that seal, under a label of their own.</summary>
    public static void WriteSealing(string path, byte[] key) => PrivateFiles.Write(path, PemEncoding.WriteString(SealingLabel, key) + "\n");

    /// <exception cref="BrokerException">Missing, damaged, or readable by others.</exception>
    public static byte[] ReadSealing(string path) =>
        Read(path, SealingLabel, key => key.Length == AesGcm256.KeySize ? key : throw new CryptographicException("Not an AES-256 key."));

    /// <summary>The first certificate in the file, as DER.</summary>
    /// <exception cref="BrokerException">Missing or damaged.</exception>
    public static byte[] ReadCertificate(string path) => Read(path, CertificateLabel, der => der, isPrivate: false);

    private static T Read<T>(string path, string label, Func<byte[], T> parse, bool isPrivate = true)
    {
        try
        {
            if (isPrivate && PrivateFiles.IsOpenToOthers(path))
            {
                throw new BrokerException(ExitCode.DataFolder, $"The key {path} can be read by other users. Take that away (chmod 600) and consider the key as known.");
            }

            var pem = File.ReadAllText(path);
            return PemEncoding.TryFind(pem, out var found) && pem.AsSpan()[found.Label].SequenceEqual(label)
                ? parse(Convert.FromBase64String(pem[found.Base64Data]))
                : throw new CryptographicException("Another kind of PEM.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException or TrustException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"The file {path} is missing or damaged. Restore it from a backup.", e);
        }
    }

    private static void WriteAndZero(string path, byte[] pkcs8)
    {
        PrivateFiles.Write(path, PemEncoding.WriteString(Label, pkcs8) + "\n");
        CryptographicOperations.ZeroMemory(pkcs8);
    }
}
