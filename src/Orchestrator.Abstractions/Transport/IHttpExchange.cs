namespace Orchestrator.Abstractions;

/// <summary>
/// The host's view of one HTTP request, for a transport's accepting half. Not callable from two threads at once. Lent for the call; when that gave a
/// link, until the link is disposed. An <see cref="IManyRequestTransport"/> says otherwise.
/// </summary>
public interface IHttpExchange
{
    /// <summary>GET, POST …</summary>
    string Method { get; }

    /// <summary>Path without the query.</summary>
    string Path { get; }

    /// <summary>Query with its question mark; empty when there is none.</summary>
    string Query { get; }

    /// <summary>True when the connection can be taken over as a raw stream (HTTP/1.1 upgrade).</summary>
    bool CanUpgrade { get; }

    /// <summary>Value of a request header.</summary>
    /// <param name="name">Name, in any case.</param>
    /// <returns>Several lines of one name joined by commas; null when absent.</returns>
    string? Header(string name);

    /// <summary>Body of the request; the host's, not to be disposed. A peer that is gone is an <see cref="IOException"/>.</summary>
    Stream RequestBody { get; }

    /// <summary>Body of the response; the first write sends the head. The host's, not to be disposed. A peer that is gone is an <see cref="IOException"/>.</summary>
    Stream ResponseBody { get; }

    /// <summary>Sets the status before the first byte of the body.</summary>
    /// <param name="status">HTTP status, 200 when none is set.</param>
    /// <exception cref="InvalidOperationException">The head is already sent.</exception>
    void SetStatus(int status);

    /// <summary>Sets one response header before the first byte of the body.</summary>
    /// <param name="name">Name of the header.</param>
    /// <param name="value">Value, without line ends.</param>
    /// <exception cref="InvalidOperationException">The head is already sent.</exception>
    void SetHeader(string name, string value);

    /// <summary>Sends 101 with the headers that were set and gives the raw stream. Budget: what is left of the caller's.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The link's, which disposes it.</returns>
    /// <exception cref="InvalidOperationException">The request can't be upgraded; <see cref="CanUpgrade"/> says so.</exception>
    ValueTask<Stream> UpgradeAsync(CancellationToken cancellationToken);
}
