using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>Certificates that scenarios show: by the site's own root, which the instrument PC trusts, by a stranger's, and broken ones. Made when they are needed, kept in memory.</summary>
internal sealed class SiteCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _vendorRoot;
    private readonly Dictionary<string, SslStreamCertificateContext> _made = [];
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _now;

    /// <summary>Makes the roots.</summary>
    /// <param name="site">The root that the instrument PC trusts.</param>
    /// <param name="vendorRoot">DER of the root that the broker's own certificate is by.</param>
    /// <param name="now">Today.</param>
    public SiteCertificates(X509Certificate2 site, ReadOnlySpan<byte> vendorRoot, DateTimeOffset now)
    {
        (Site, _now) = (site, now);
        Stranger = Root("Nobody's root", now);
        _vendorRoot = X509CertificateLoader.LoadCertificate(vendorRoot);
    }

    private X509Certificate2 Site { get; }

    private X509Certificate2 Stranger { get; }

    /// <summary>A root with its key.</summary>
    public static X509Certificate2 Root(string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
    }

    /// <summary>What an interception shows for the broker.</summary>
    public SslStreamCertificateContext For(ShownCertificate kind) => Kept(kind.ToString(), () => kind switch
    {
        ShownCertificate.Trusted => Issue(Site, SiteNames.Broker, -1),
        ShownCertificate.UnknownRoot => Issue(Stranger, SiteNames.Broker, -1),
        ShownCertificate.SelfSigned => Issue(null, SiteNames.Broker, -1),
        ShownCertificate.Expired => Issue(Site, SiteNames.Broker, -60),
        _ => Issue(Site, "other.example.test", -1),
    });

    /// <summary>For a host of the site, by the site's root.</summary>
    public SslStreamCertificateContext Of(string name) => Kept(name, () => Issue(Site, name, -1));

    /// <summary>For a host of the site, signed by nobody.</summary>
    public SslStreamCertificateContext SelfSigned(string name) => Kept($"self {name}", () => Issue(null, name, -1));

    /// <summary>How the interception itself judges the broker.</summary>
    public X509ChainPolicy VendorPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_vendorRoot);
        return policy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stranger.Dispose();
        _vendorRoot.Dispose();
        foreach (var context in _made.Values)
            context.TargetCertificate.Dispose();
    }

    private SslStreamCertificateContext Kept(string key, Func<X509Certificate2> make)
    {
        lock (_gate)
        {
            if (!_made.TryGetValue(key, out var context))
                _made[key] = context = SslStreamCertificateContext.Create(make(), null, offline: true);
            return context;
        }
    }

    private X509Certificate2 Issue(X509Certificate2? issuer, string name, int fromDay)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        var (from, to) = (_now.AddDays(fromDay), _now.AddDays(fromDay + 30));
        using var bare = issuer is null ? request.CreateSelfSigned(from, to) : request.Create(issuer, from, to, RandomNumberGenerator.GetBytes(8));
        using var whole = bare.HasPrivateKey ? null : bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12((whole ?? bare).Export(X509ContentType.Pfx), null);
    }
}
