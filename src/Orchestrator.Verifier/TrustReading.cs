using System.Security.Cryptography;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Verifier;

/// <summary>Reads what the auditor trusts: a log's key; the root's hash, key or certificate; witnesses' keys. Each as text, or as a file that holds it.</summary>
internal static class TrustReading
{
    private const int MostBytes = 64 * 1024;

    /// <summary>A log's verifier key.</summary>
    /// <exception cref="BadUseException">It is none.</exception>
    public static NoteKey LogKey(string given) =>
        NoteKey.TryParse(given, out var key) || (TextOf(given) is { } text && NoteKey.TryParse(text, out key))
            ? key
            : throw new BadUseException("The key isn't one: it should read name+8 hex digits+base64, or be a file with that in it.");

    /// <summary>The root and the witnesses that a command line about a bundle names.</summary>
    /// <exception cref="BadUseException">One of them is none.</exception>
    public static BundleTrust OfBundle(CommandLine line) => new(Root(line.Value(CommandOption.Trust)), [.. line.Values(CommandOption.Witness).Select(Witness)]);

    /// <summary>64 hex digits, or a file with them, with a certificate or with a SubjectPublicKeyInfo, PEM or DER.</summary>
    private static KeyFingerprint Root(string given) =>
        KeyFingerprint.TryParse(given.ToLowerInvariant(), out var root) || (TextOf(given) is { } text && KeyFingerprint.TryParse(text.ToLowerInvariant(), out root))
            ? root
            : FromFile(given) ?? throw new BadUseException("The root isn't one: give 64 hex digits (SHA-256 of its SubjectPublicKeyInfo), or a file with its certificate or public key.");

    private static WitnessKey Witness(string given) =>
        WitnessKey.TryParse(given, out var key) || (TextOf(given) is { } text && WitnessKey.TryParse(text, out key))
            ? key
            : throw new BadUseException("A witness's key isn't one: it should read name+8 hex digits+base64, or be a file with that in it.");

    private static KeyFingerprint? FromFile(string path)
    {
        if (BytesOf(path) is not { } bytes)
            return null;
        var ascii = System.Text.Encoding.Latin1.GetString(bytes);
        var der = PemEncoding.TryFind(ascii, out var pem) ? Convert.FromBase64String(ascii[pem.Base64Data]) : bytes;
        if (RsaPublic.TryImport(der, out var key, out _))
            return key.Fingerprint;
        return CertificateVerifier.VerifyRoot(der) is { IsAccepted: true } root ? root.Identity.Key.Fingerprint : null;
    }

    private static string? TextOf(string path) => BytesOf(path) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes).Trim() : null;

    /// <summary>Null where there is no file, or one that is larger than any key.</summary>
    private static byte[]? BytesOf(string path) => File.Exists(path) && new FileInfo(path).Length <= MostBytes ? File.ReadAllBytes(path) : null;
}
