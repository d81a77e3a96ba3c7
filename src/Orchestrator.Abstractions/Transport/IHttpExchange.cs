namespace Orchestrator.Abstractions;

/// <summary>The host's view of one HTTP request, for a transport's accepting half. Not callable from two threads at once.</summary>
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

    /// <summary>Value of a request header; null when absent.</summary>
    string? Header(string name);

    /// <summary>Body of the request.</summary>
    Stream RequestBody { get; }

    /// <summary>Body of the response; the first write sends the head.</summary>
    Stream ResponseBody { get; }

    /// <summary>Sets status and one header before the first byte of the body.</summary>
    void SetStatus(int status);

    /// <summary>Sets one response header before the first byte of the body.</summary>
    void SetHeader(string name, string value);

    /// <summary>Sends 101 with the headers that were set and gives the raw stream.</summary>
    ValueTask<Stream> UpgradeAsync(CancellationToken cancellationToken);
}
