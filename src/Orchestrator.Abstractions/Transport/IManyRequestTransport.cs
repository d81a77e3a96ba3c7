namespace Orchestrator.Abstractions;

/// <summary>
/// What a transport may implement beside <see cref="ITransport"/> when one link of it takes more than one HTTP request. The broker asks
/// <see cref="ServeAsync"/> about each request on the transport's path; where that says no it asks <see cref="ITransport.AcceptAsync"/>, and when a link
/// came of it, <see cref="ServeAsync"/> once more about the same request. The link runs apart from the request that began it, and may outlive it. The host
/// puts no limit on the length and the speed of these requests' bodies: the transport has its own. At the endpoint, the <see cref="IDialer"/> of
/// <see cref="ITransport.ConnectAsync"/> is lent until the link is disposed, still to one thread at a time.
/// </summary>
public interface IManyRequestTransport
{
    /// <summary>
    /// Broker's half, for a request that may belong to a link that was accepted, or is being accepted. Called for many requests at once. Returns when this
    /// request is done with. Budget: none while it serves; it ends with its link, and 2 s after cancellation.
    /// </summary>
    /// <param name="exchange">The request; lent for this call, and since <see cref="ITransport.AcceptAsync"/> where that saw it first. A stranger may have sent it.</param>
    /// <param name="cancellationToken">The peer of this one request is gone, or the broker stops.</param>
    /// <returns>True when the request was answered; false when it belongs to no link, and nothing of it was touched.</returns>
    ValueTask<bool> ServeAsync(IHttpExchange exchange, CancellationToken cancellationToken);
}
