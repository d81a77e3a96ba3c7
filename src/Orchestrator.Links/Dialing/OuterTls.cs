using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>The outer TLS of a connection: 1.2 or 1.3, certificate and name always checked. Nothing switches that off, and a failed handshake isn't tried again.</summary>
internal sealed class OuterTls(TimeProvider time)
{
    /// <summary>Told of each certificate of the broker that was judged, accepted or not; null: nobody.</summary>
    public Action<TlsVerdict>? Judged { get; init; }

    /// <summary>Makes TLS on a connected stream, which belongs to the result; on failure it is closed.</summary>
    /// <param name="inner">Stands at the server's first byte.</param>
    /// <param name="to">Name to check.</param>
    /// <param name="alpn">Names to offer; may be empty.</param>
    /// <param name="rules">What counts for this name beside the platform's trust.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DialException">TLS_…, CAPTIVE_PORTAL or TIMEOUT.</exception>
    public async Task<(SslStream Stream, TlsFacts Facts)> ConnectAsync(
        Stream inner, Endpoint to, IReadOnlyList<string> alpn, OuterTlsRules rules, CancellationToken cancellationToken)
    {
        var judge = new CertificateJudge(to, rules, time);
        var first = new FirstBytes(inner);
        var stream = new SslStream(first, leaveInnerStreamOpen: false);
        using var timer = new CancellationTokenSource(DialerLimits.Tls, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(to, alpn, judge), stop.Token).ConfigureAwait(false);
            return (stream, Facts(stream, judge));
        }
        catch (Exception problem)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested)
                throw DialFailures.TooSlow($"The TLS handshake with {to}", DialerLimits.Tls);
            if (judge.Refusal is { } refusal)
                throw refusal;
            if (problem is AuthenticationException or IOException or CryptographicException or InvalidOperationException)
                throw DialFailures.NoHandshake(to, Answerers.Of(first.Seen), problem.GetBaseException().GetType().Name);
            throw;
        }
        finally
        {
            if (judge.Issuer.Length > 0 && !to.IsProxy)
                Judged?.Invoke(new TlsVerdict(to.Host, judge.Issuer, judge.PlainIssuer, judge.RootSha256, judge.Interception, judge.Refusal?.Code ?? ""));
        }
    }

    private static SslClientAuthenticationOptions Options(Endpoint to, IReadOnlyList<string> alpn, CertificateJudge judge) => new()
    {
        TargetHost = to.Host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        AllowRenegotiation = false,
        ApplicationProtocols = alpn.Count > 0 ? [.. alpn.Select(name => new SslApplicationProtocol(name))] : null,
        CertificateChainPolicy = judge.PlatformPolicy(),
        RemoteCertificateValidationCallback = judge.Accept,
    };

    private static TlsFacts Facts(SslStream stream, CertificateJudge judge) => new(
        stream.SslProtocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2",
        stream.NegotiatedCipherSuite.ToString(),
        stream.NegotiatedApplicationProtocol.ToString(),
        judge.Issuer,
        judge.RootSha256,
        judge.ByExtraRoot)
    {
        Interception = judge.Interception,
        PlainIssuer = judge.PlainIssuer,
    };
}
