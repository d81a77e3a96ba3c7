using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Orchestrator.Broker.Settings;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>
/// The broker's side of outer TLS: its certificate, and the ALPN names that it agrees on. Those are put together at each handshake, so a transport that
/// has just become active is reached without listening anew. A client that offers only other names gets TLS's own refusal; one that offers none speaks HTTP.
/// </summary>
internal sealed class OuterTls
{
    /// <summary>ALPN name of everything that isn't a raw link.</summary>
    public const string Http = "http/1.1";

    private readonly SslStreamCertificateContext _certificate;
    private readonly ActiveTransports _transports;

    private OuterTls(SslStreamCertificateContext certificate, ActiveTransports transports)
    {
        _certificate = certificate;
        _transports = transports;
    }

    /// <summary>Reads certificate and key.</summary>
    /// <exception cref="BrokerException">They can't be used.</exception>
    public static OuterTls Load(DataFolder folder, ActiveTransports transports)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(folder.TlsCertificate);
            using var bare = X509Certificate2.CreateFromPemFile(folder.TlsCertificate, folder.TlsKey);

            // Windows wants the key in a store of its own; a round trip through PKCS#12 gives it one.
            var own = X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
            return new OuterTls(SslStreamCertificateContext.Create(own, chain, offline: true), transports);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"The TLS certificate {folder.TlsCertificate} or its key {folder.TlsKey} can't be used. Put a PEM chain and its key there.", e);
        }
    }

    /// <summary>For Kestrel.</summary>
    public TlsHandshakeCallbackOptions Options() => new() { OnConnection = _ => ValueTask.FromResult(Handshake()), HandshakeTimeout = HostLimits.TlsTimeout };

    private SslServerAuthenticationOptions Handshake() => new()
    {
        ServerCertificateContext = _certificate,
        ClientCertificateRequired = false,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,

        // The first of these that the client offers too: one that can do both gets its raw link.
        ApplicationProtocols = [.. _transports.AlpnNames().Append(Http).Select(name => new SslApplicationProtocol(name))],
    };
}
