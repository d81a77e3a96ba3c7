using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Decides on one server certificate: first the platform's trust, name included; only where nothing but the chain is wrong, a second
/// full validation against the signed configuration's extra roots. A chain that is valid is then asked for strength, for the vendor's pins, and for
/// whose it is. No revocation lookups and no downloads: this program talks to the broker alone, and the end-to-end keys inside don't rest on outer TLS.
/// </summary>
internal sealed class CertificateJudge(Endpoint to, OuterTlsRules rules, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Why it was refused; null before the verdict and when it was accepted.</summary>
    public DialException? Refusal { get; private set; }

    /// <summary>Issuer of the certificate that was shown; empty when none was.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The same for a person.</summary>
    public string PlainIssuer { get; private set; } = "";

    /// <summary>SHA-256 of the root that the chain ended in, lower-case hex; empty where no valid chain was found.</summary>
    public string RootSha256 { get; private set; } = "";

    /// <summary>True when the platform didn't trust it and an extra root did.</summary>
    public bool ByExtraRoot { get; private set; }

    /// <summary>Whose certificate it is; unknown where no valid chain was found.</summary>
    public TlsInterception Interception { get; private set; }

    /// <summary>What the platform's own validation must observe.</summary>
    public X509ChainPolicy PlatformPolicy()
    {
        var policy = Policy(rules.PlatformRoots is null ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust);
        if (rules.PlatformRoots is { } roots)
            policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    /// <summary>The verdict, as a <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = certificate is X509Certificate2 shown && chain is not null && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)
            ? Judge(shown, chain, errors)
            : DialFailures.NoTls(to, "no certificate was shown");
        return Refusal is null;
    }

    private DialException? Judge(X509Certificate2 shown, X509Chain chain, SslPolicyErrors errors)
    {
        Issuer = IssuerName.Whole(shown);
        PlainIssuer = IssuerName.Plain(shown);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return DialFailures.WrongName(to, Issuer);
        if (errors == SslPolicyErrors.None)
            return JudgeValid(chain);
        if (rules.ExtraRoots.Count == 0 || !shown.MatchesHostname(to.Host, allowWildcards: true, allowCommonName: false))
            return Explain(chain);
        using var own = new X509Chain { ChainPolicy = Policy(X509ChainTrustMode.CustomRootTrust) };
        own.ChainPolicy.CustomTrustStore.AddRange(rules.ExtraRoots);
        foreach (var element in chain.ChainElements.Skip(1))
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        if (!own.Build(shown))
            return Explain(IsOnlyOutOfDate(chain) ? chain : own);
        ByExtraRoot = true;
        return JudgeValid(own);
    }

    /// <summary>A chain in order, under a trusted root: how strong, and whose?</summary>
    private DialException? JudgeValid(X509Chain chain)
    {
        RootSha256 = Convert.ToHexStringLower(SHA256.HashData(chain.ChainElements[^1].Certificate.RawDataMemory.Span));
        if (chain.ChainElements.Count > DialerLimits.ChainCertificates)
            return DialFailures.LongChain(to, Issuer);
        if (CertificateStrength.Flaw(chain) is { } flaw)
            return DialFailures.Weak(to, Issuer, flaw);
        var keys = chain.ChainElements.Select(element => OuterTlsRules.KeyOf(element.Certificate)).ToHashSet();
        Interception = rules.Expected.Count == 0 ? TlsInterception.Unknown
            : rules.Expected.Overlaps(keys) ? TlsInterception.None
            : TlsInterception.Intercepted;
        if (rules.Pinned.Count > 0 && !rules.Pinned.Overlaps(keys))
            return DialFailures.Unpinned(to, Issuer);
        if (rules.Interception == InterceptionRule.Allow || Interception == TlsInterception.None)
            return null;
        return Interception == TlsInterception.Intercepted ? DialFailures.Intercepted(to, PlainIssuer) : DialFailures.InterceptionUnknown(to);
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
            : DialFailures.Untrusted(to, Issuer, Words(chain, status));
    }

    /// <summary>The platform knows its root: the date is what is wrong, and the extra roots have no part in it.</summary>
    private static bool IsOnlyOutOfDate(X509Chain chain) => chain.ChainStatus is { Length: > 0 } flaws && flaws.All(flaw => flaw.Status == X509ChainStatusFlags.NotTimeValid);

    private static string Words(X509Chain chain, X509ChainStatusFlags status) =>
        status.HasFlag(X509ChainStatusFlags.UntrustedRoot) && chain.ChainElements.Count == 1 ? "it is self-signed"
        : status.HasFlag(X509ChainStatusFlags.UntrustedRoot) ? "its root isn't trusted on this computer"
        : status.HasFlag(X509ChainStatusFlags.PartialChain) ? "nobody trusted has issued it"
        : status.ToString();
}
