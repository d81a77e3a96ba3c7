using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Commands;

/// <summary>Reads the keys of outer certificates as somebody at a command line names them.</summary>
internal static class OuterKeys
{
    /// <exception cref="BrokerException">One is neither a certificate nor a hash.</exception>
    public static IReadOnlyList<KeyFingerprint> Read(IEnumerable<string> named) => [.. named.Select(Read)];

    private static KeyFingerprint Read(string named)
    {
        if (KeyFingerprint.TryParse(named.ToLowerInvariant(), out var hash))
            return hash;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(named));
            return KeyFingerprint.OfSpki(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BrokerException(ExitCode.Refused, $"'{named}' is neither a file with a certificate in PEM nor a SHA-256 of 64 hex digits.", e);
        }
    }
}
