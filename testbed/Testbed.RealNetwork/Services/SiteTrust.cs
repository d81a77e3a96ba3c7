using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.SimulatedNetwork.Servers;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>Certificates of all sites of a run, and the root that the instrument PCs trust beside the system's.</summary>
internal sealed class SiteTrust : IDisposable
{
    private readonly X509Certificate2 _root;

    private SiteTrust(X509Certificate2 root, SiteCertificates certificates, string rootFile, string vendorRoot) =>
        (_root, Certificates, RootFile, VendorRoot) = (root, certificates, rootFile, vendorRoot);

    /// <summary>What is shown in a scenario.</summary>
    public SiteCertificates Certificates { get; }

    /// <summary>The site's root, PEM.</summary>
    public string RootFile { get; }

    /// <summary>The root that the broker's own certificate is by, PEM.</summary>
    public string VendorRoot { get; }

    /// <summary>Makes them.</summary>
    /// <param name="folder">For the root.</param>
    /// <param name="vendorRoot">DER of the root that the broker's own certificate is by.</param>
    public static SiteTrust Make(string folder, ReadOnlySpan<byte> vendorRoot)
    {
        var now = TimeProvider.System.GetUtcNow();
        var root = SiteCertificates.Root("Testbed site root", now);
        var file = Path.Combine(folder, "site-root.pem");
        File.WriteAllText(file, root.ExportCertificatePem());
        using var vendor = X509CertificateLoader.LoadCertificate(vendorRoot);
        return new SiteTrust(root, new SiteCertificates(root, vendorRoot, now), file, vendor.ExportCertificatePem());
    }

    /// <summary>For the site's proxy, as its configuration wants it.</summary>
    public ServerCertificate OfProxy() => WithKey(Certificates.Of(SiteNames.Proxy).TargetCertificate);

    /// <summary>The site's root with its key, for an inspection that makes certificates of its own.</summary>
    public ServerCertificate Authority() => WithKey(_root);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificates.Dispose();
        _root.Dispose();
    }

    private static ServerCertificate WithKey(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new WorldException("A certificate of the site has no key.");
        return new ServerCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
