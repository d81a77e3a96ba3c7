using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Plugins.Shared.Tls;

/// <summary>
/// TLS of a sink that dials itself: 1.2 or 1.3, chain, name and dates always checked; nothing switches that off. Roots that settings name
/// count instead of the system's. No revocation look-ups: a sink talks to its own server alone.
/// </summary>
/// <param name="host">Name or address that the certificate must carry.</param>
/// <param name="roots">The only roots that count; null: the system's.</param>
/// <param name="client">This program's own certificate; null for none.</param>
/// <param name="time">Judges the dates.</param>
internal sealed class ServerJudge(string host, X509Certificate2Collection? roots, X509Certificate2? client, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Why the last certificate was refused; null when it wasn't.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Puts the rules into the options of one connection, whatever was in them.</summary>
    public void Apply(SslClientAuthenticationOptions options)
    {
        Refusal = null;
        options.TargetHost = host;
        options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        options.EncryptionPolicy = EncryptionPolicy.RequireEncryption;
        options.AllowRenegotiation = false;
        options.CertificateChainPolicy = Policy();
        options.RemoteCertificateValidationCallback = Accept;
        options.ClientCertificates = client is null ? null : [client];
        options.LocalCertificateSelectionCallback = null;
    }

    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = errors switch
        {
            SslPolicyErrors.None => null,
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it showed no certificate",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => $"its certificate is for another name than {host}",
            _ when Status(chain) == X509ChainStatusFlags.NotTimeValid => "its certificate has expired or isn't valid yet",
            _ => $"its certificate isn't trusted ({Status(chain)})",
        };
        return errors == SslPolicyErrors.None;
    }

    private static X509ChainStatusFlags Status(X509Chain? chain) =>
        chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.PartialChain;

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = roots is null ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = false,
            VerificationTime = time.GetUtcNow().UtcDateTime,
            ApplicationPolicy = { new Oid(ServerAuthentication) },
        };
        if (roots is not null)
            policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
