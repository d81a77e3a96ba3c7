using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Decides on one server certificate: first the platform's trust, name included; only where nothing but the chain is wrong, a second
/// full validation against the signed configuration's extra roots. No revocation lookups and no downloads: this program talks to the
/// broker alone, and the end-to-end keys inside don't rest on outer TLS.
/// </summary>
internal sealed class CertificateJudge(Endpoint to, X509Certificate2Collection extraRoots, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Why it was refused; null before the verdict and when it was accepted.</summary>
    public DialException? Refusal { get; private set; }

    /// <summary>Issuer of the certificate that was shown.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>SHA-256 of the root that the chain ended in, lower-case hex; empty before acceptance.</summary>
    public string RootSha256 { get; private set; } = "";

    /// <summary>True when the platform didn't trust it and an extra root did.</summary>
    public bool ByExtraRoot { get; private set; }

    /// <summary>What the platform's own validation must observe.</summary>
    public X509ChainPolicy PlatformPolicy() => Policy(X509ChainTrustMode.System);

    /// <summary>The verdict, as a <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            Refusal = DialFailures.NoTls(to, "no certificate was shown");
            return false;
        }

        Issuer = Shown(shown.Issuer);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            Refusal = DialFailures.WrongName(to, Issuer);
            return false;
        }

        if (errors == SslPolicyErrors.None)
        {
            RootSha256 = Fingerprint(chain);
            return true;
        }

        if (extraRoots.Count == 0 || !shown.MatchesHostname(to.Host, allowWildcards: true, allowCommonName: false))
        {
            Refusal = Explain(chain);
            return false;
        }

        ByExtraRoot = AcceptByExtraRoot(shown, chain);
        return ByExtraRoot;
    }

    private bool AcceptByExtraRoot(X509Certificate2 shown, X509Chain platform)
    {
        using var own = new X509Chain { ChainPolicy = Policy(X509ChainTrustMode.CustomRootTrust) };
        own.ChainPolicy.CustomTrustStore.AddRange(extraRoots);
        foreach (var element in platform.ChainElements.Skip(1))
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        own.ChainPolicy.ExtraStore.AddRange(platform.ChainPolicy.ExtraStore);
        if (!own.Build(shown))
        {
            Refusal = Explain(own);
            return false;
        }

        RootSha256 = Fingerprint(own);
        return true;
    }

    private X509ChainPolicy Policy(X509ChainTrustMode trust) => new()
    {
        TrustMode = trust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.NoFlag,
        VerificationTimeIgnored = false,
        VerificationTime = time.GetUtcNow().UtcDateTime,
        ApplicationPolicy = { new Oid(ServerAuthentication) },
    };

    private DialException Explain(X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return status == X509ChainStatusFlags.NotTimeValid
            ? DialFailures.WrongDate(to, Issuer, time.GetUtcNow())
            : DialFailures.Untrusted(to, Issuer, status.ToString());
    }

    private static string Fingerprint(X509Chain chain) =>
        Convert.ToHexStringLower(SHA256.HashData(chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    // A certificate's names are a stranger's text: one short line of it.
    private static string Shown(string issuer)
    {
        var line = string.Concat(issuer.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= 120 ? line : line[..120];
    }
}
