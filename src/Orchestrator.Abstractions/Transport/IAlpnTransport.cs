namespace Orchestrator.Abstractions;

/// <summary>
/// What a transport may implement beside <see cref="ITransport"/>: its accepting half for connections that agreed on one of its own ALPN names
/// (RFC 7301) in the outer TLS handshake, so that no HTTP is spoken at all. Its endpoint's half asks <see cref="IDialer.DialBrokerAsync"/> for the name,
/// and for <c>http/1.1</c> behind it: a broker without the transport agrees on that, which the endpoint's half tells as TRANSPORT_REFUSED.
/// </summary>
public interface IAlpnTransport
{
    /// <summary>The names; at least one, 1 to 64 characters of ASCII each, none of them an HTTP version's. Doesn't change, never throws.</summary>
    IReadOnlyList<string> Alpn { get; }

    /// <summary>Broker's half, for one connection. Called for several connections at once. Returns when the link is ready to run. Budget: 20 s.</summary>
    /// <param name="connection">Inside outer TLS; the link owns and disposes it once this call has returned one, else the host does.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Null when there is no link. A peer that says something else than it should is no link; a throw is a fault.</returns>
    ValueTask<ITransportLink?> AcceptAsync(Stream connection, CancellationToken cancellationToken);
}
