using System.IO.Pipelines;

namespace Orchestrator.Abstractions;

/// <summary>
/// One framing of an ordered, reliable byte stream over the broker's one port; both halves. Its members may be called at once, and while links run.
/// </summary>
public interface ITransport : IPlugin
{
    /// <summary>What the host must know to choose and to mount it. Doesn't change, never throws.</summary>
    TransportTraits Traits { get; }

    /// <summary>Endpoint's half. Budget: 20 s.</summary>
    /// <param name="target">Where the broker is.</param>
    /// <param name="dialer">For the connections of this one call.</param>
    /// <param name="cancellationToken">Ends the attempt; what was dialled is disposed.</param>
    /// <returns>A link that is ready to run; the host's, which disposes it. The link owns its connection.</returns>
    /// <exception cref="DialException">With a stable code and a sentence.</exception>
    ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken);

    /// <summary>Broker's half, for one request that the host has routed here. Returns when the link is ready to run. Budget: 20 s.</summary>
    /// <param name="exchange">The request. A stranger may have sent it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The host's, which disposes it. Null when the request was answered with an error and there is no link; a throw is a fault.</returns>
    ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken);
}

/// <summary>What the host must know of a transport. Grows by init properties only.</summary>
public sealed class TransportTraits
{
    /// <summary>Short name, lower case; recorded in the audit.</summary>
    public required string Name { get; init; }

    /// <summary>Place in the ladder; the lowest is tried first.</summary>
    public required int Rank { get; init; }

    /// <summary>Path that the broker routes to the accepting half.</summary>
    public required string Path { get; init; }
}

/// <summary>Where the broker is.</summary>
/// <param name="Host">DNS name; goes into the request.</param>
/// <param name="Port">TCP port.</param>
public sealed record TransportTarget(string Host, int Port);

/// <summary>
/// An established link: bytes in order, no message boundaries. Run it once. Disposal closes the connection, also of a link that never ran or still
/// runs; run afterwards, it ends at once.
/// </summary>
public interface ITransportLink : IAsyncDisposable
{
    /// <summary>Pumps both directions until either side completes, or the token is cancelled. Budget: none while it runs; 2 s from cancellation to its end.</summary>
    /// <param name="host">
    /// The host's pipe: read what is to be sent, write what was received. Lent until the call ends; completed by this call on both ends, however it
    /// ends. Bounded: a write into it that waits is back-pressure, and the link then reads no more from its connection.
    /// </param>
    /// <param name="cancellationToken">Ends the link at once, whatever it waits for.</param>
    /// <returns>
    /// Why it ended; a lost connection and cancellation are results, not throws. What the host wrote before it completed its side has been sent, and what
    /// the other side sent before its own end has been delivered.
    /// </returns>
    ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken);
}

/// <summary>How a link ended.</summary>
/// <param name="Reason">Which side or what.</param>
/// <param name="Detail">One line for the log.</param>
public sealed record LinkEnd(LinkEndReason Reason, string Detail = "");

/// <summary>Which side ended a link.</summary>
public enum LinkEndReason
{
    /// <summary>The host completed its pipe.</summary>
    Local,

    /// <summary>The other side closed in order.</summary>
    Remote,

    /// <summary>The connection broke.</summary>
    Lost,

    /// <summary>The token was cancelled.</summary>
    Cancelled,
}
