using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>A certificate authority as a site installs it on its computers, which makes a certificate for any name that is asked for. Exists in memory only.</summary>
public sealed class InterceptingAuthority : IDisposable
{
    private readonly X509Certificate2 _root;
    private readonly ConcurrentDictionary<string, X509Certificate2> _issued = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a root of ten years around now.</summary>
    public InterceptingAuthority(string name = "Site inspection")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddYears(-5), now.AddYears(5));
    }

    /// <summary>The root, DER.</summary>
    public ReadOnlyMemory<byte> Root => _root.RawData;

    /// <summary>A certificate for a name.</summary>
    public X509Certificate2 For(string name) => _issued.GetOrAdd(name, Issue);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var certificate in _issued.Values)
            certificate.Dispose();
        _root.Dispose();
    }

    private X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var bare = request.Create(_root, now.AddDays(-1), now.AddDays(30), RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }
}
