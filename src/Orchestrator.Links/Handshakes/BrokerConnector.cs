using System.Security.Cryptography.X509Certificates;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Links.Handshakes;

/// <summary>
/// An endpoint's way to its broker: dial, then prove each other inside. The outer TLS may be an interceptor's; who the broker is,
/// the handshake decides by the pinned root.
/// </summary>
public sealed class BrokerConnector(
    Dialer dialer, EndpointKind kind, RsaIdentity key, ClientConfiguration configuration, IRandomSource random, TimeProvider time)
{
    /// <summary>How the newest link came about; null before the first.</summary>
    public DialFacts? Facts { get; private set; }

    /// <summary>What the newest dial tried that made a link; null before the first.</summary>
    public DialReport? Report { get; private set; }

    /// <summary>A new link. Its transport runs until the link or the token ends it.</summary>
    /// <exception cref="Abstractions.DialException">The way is blocked, with a sentence.</exception>
    /// <exception cref="LinkHandshakeException">The other side isn't the vendor's broker, or doesn't accept this endpoint.</exception>
    public async Task<LinkConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var dialed = await dialer.DialAsync(cancellationToken).ConfigureAwait(false);
        (Facts, Report) = (dialed.Facts, dialed.Report);
        var pipes = new DuplexPipePair();
        _ = RunAsync(dialed, pipes);
        try
        {
            var context = new LinkContext(kind, configuration.Hash, dialed.Facts.BrokerName);
            var verifier = new BrokerVerifier(configuration.RootCertificate, dialed.Facts.BrokerName);
            var settings = new HandshakeSettings(HandshakeContext.ForLink(context), key, key.Public.Spki, verifier, random);
            var link = await LinkHandshakes.DialAsync(pipes.Near, settings, LinkSenders.BrokerTo(kind), time, cancellationToken).ConfigureAwait(false);
            return link.Connection;
        }
        catch
        {
            await pipes.Near.Output.CompleteAsync().ConfigureAwait(false);
            await pipes.Near.Input.CompleteAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task RunAsync(DialedLink dialed, DuplexPipePair pipes)
    {
        try
        {
            await dialed.Link.RunAsync(pipes.Far, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await pipes.Far.Input.CompleteAsync().ConfigureAwait(false);
            await pipes.Far.Output.CompleteAsync().ConfigureAwait(false);
            await dialed.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>
/// Accepts the broker whose certificate the pinned root signed for the name that was dialled. Its dates aren't judged here: the endpoint's own clock
/// proves nothing, and the broker's time is only known once it has proved itself.
/// </summary>
internal sealed class BrokerVerifier(ReadOnlyMemory<byte> root, string dialledName) : IPeerVerifier
{
    /// <inheritdoc/>
    public PeerVerdict Verify(ReadOnlyMemory<byte> identity)
    {
        DateTimeOffset within;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(identity.Span);
            within = new DateTimeOffset(certificate.NotBefore.ToUniversalTime(), TimeSpan.Zero);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return PeerVerdict.Refuse("not a certificate");
        }

        var verdict = CertificateVerifier.VerifyBroker(identity, root, dialledName, within);
        return verdict.Identity is { } broker ? PeerVerdict.Accept(broker.Key) : PeerVerdict.Refuse(verdict.Refusal.ToString());
    }
}
