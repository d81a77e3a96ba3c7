using System.Security.Cryptography;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Verifier;

/// <summary>Reads what the auditor trusts: the root's hash, key or certificate; witnesses' keys.</summary>
internal static class TrustReading
{
    private const int MostBytes = 64 * 1024;

    /// <summary>64 hex digits, or a file with a certificate or SubjectPublicKeyInfo, PEM or DER. Null: it is none of them.</summary>
    public static KeyFingerprint? Root(string text)
    {
        if (KeyFingerprint.TryParse(text.ToLowerInvariant(), out var given))
            return given;
        if (!File.Exists(text) || new FileInfo(text).Length > MostBytes)
            return null;
        var bytes = File.ReadAllBytes(text);
        var ascii = System.Text.Encoding.Latin1.GetString(bytes);
        if (KeyFingerprint.TryParse(ascii.Trim().ToLowerInvariant(), out given))
            return given;
        return FromDer(PemEncoding.TryFind(ascii, out var pem) ? Convert.FromBase64String(ascii[pem.Base64Data]) : bytes);
    }

    /// <summary>A verifier key as text, or a file that holds one. Null: it is neither.</summary>
    public static WitnessKey? Witness(string text)
    {
        if (WitnessKey.TryParse(text, out var key))
            return key;
        return File.Exists(text) && new FileInfo(text).Length < MostBytes && WitnessKey.TryParse(File.ReadAllText(text).Trim(), out key) ? key : null;
    }

    private static KeyFingerprint? FromDer(byte[] der)
    {
        if (RsaPublic.TryImport(der, out var key, out _))
            return key.Fingerprint;
        return CertificateVerifier.VerifyRoot(der) is { IsAccepted: true } root ? root.Identity.Key.Fingerprint : null;
    }
}
