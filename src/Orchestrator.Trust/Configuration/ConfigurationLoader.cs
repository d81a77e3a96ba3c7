using System.Text.Json;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>
/// Loads the signed configuration. It counts only if its root is the one whose hash was compiled in and that root signed the exact bytes. Without a compiled
/// hash the root is taken from the file itself, and the result says DEVELOPMENT.
/// </summary>
public static class ConfigurationLoader
{
    /// <param name="path">The file beside the executable.</param>
    /// <param name="compiledRoot">SHA-256 of the root's SubjectPublicKeyInfo; null in a development build.</param>
    /// <exception cref="ConfigurationException">It doesn't count; the message says why and what to do.</exception>
    public static ClientConfiguration Load(string path, KeyFingerprint? compiledRoot)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > ConfigurationLimits.MaxFileBytes)
                throw new ConfigurationException(ConfigurationFault.Malformed, $"The configuration {path} is too large to be one. Copy it again from the vendor's package.");
            var file = new byte[stream.Length];
            stream.ReadExactly(file);
            return Parse(file, compiledRoot);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigurationFault.Unreadable, $"The configuration {path} can't be read. Put the vendor's configuration file beside the program and check that you may read it.", e);
        }
    }

    /// <summary>The same from bytes.</summary>
    public static ClientConfiguration Parse(ReadOnlyMemory<byte> file, KeyFingerprint? compiledRoot)
    {
        var (json, signature) = ConfigurationFile.Split(file);
        var content = Deserialise(json.Span);
        var root = CertificateVerifier.VerifyRoot(content.RootCertificate);
        if (!root.IsAccepted)
            throw BadCertificate("root", root.Refusal);
        if (compiledRoot is { } expected && root.Identity.Key.Fingerprint != expected)
            throw new ConfigurationException(ConfigurationFault.WrongRoot, "The configuration belongs to another vendor or installation than this program. Use the program and the configuration of one package.");
        if (!root.Identity.Key.Verify(ConfigurationFile.Context, json.Span, signature))
            throw new ConfigurationException(ConfigurationFault.BadSignature, "The configuration was changed after the vendor signed it. Copy it again from the vendor's package.");
        var issuing = CertificateVerifier.VerifyIssuing(content.IssuingCertificate, content.RootCertificate);
        if (!issuing.IsAccepted)
            throw BadCertificate("issuing", issuing.Refusal);
        return ConfigurationValues.Check(content, root.Identity, issuing.Identity) with
        {
            Hash = Hash384.Of(ConfigurationFile.Context, json),
            IsDevelopment = compiledRoot is null,
        };
    }

    private static ConfigurationContent Deserialise(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ConfigurationContent>(json, ConfigurationFile.Json) ?? throw new JsonException("Nothing in it.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ConfigurationException(
                ConfigurationFault.Malformed, "The configuration's content can't be read: a value is missing, unknown, doubled or of the wrong kind. Copy it again from the vendor's package.", e);
        }
    }

    private static ConfigurationException BadCertificate(string which, CertificateRefusal refusal) => new(
        ConfigurationFault.BadCertificate, $"The {which} certificate in the configuration isn't valid ({refusal}). Get a new configuration from the vendor.");
}
