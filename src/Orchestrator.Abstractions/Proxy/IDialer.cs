namespace Orchestrator.Abstractions;

/// <summary>The host's dialer: the only way to a socket. Guards where it connects to, and checks outer TLS itself.</summary>
public interface IDialer
{
    /// <summary>Connects to the configured proxy, and to nothing else. TLS to an https:// proxy is already done.</summary>
    /// <exception cref="DialException">With a stable code and a sentence.</exception>
    ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken);

    /// <summary>Connects to the broker through guard, proxy plugin and outer TLS.</summary>
    /// <param name="alpn">Names to offer, preferred first; may be empty.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DialException">With a stable code and a sentence.</exception>
    ValueTask<SecureStream> DialBrokerAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken);
}

/// <summary>A stream inside outer TLS. Whoever receives it disposes the stream.</summary>
/// <param name="Stream">Plaintext side.</param>
/// <param name="Alpn">The name that was agreed on; empty when none.</param>
public sealed record SecureStream(Stream Stream, string Alpn);

/// <summary>A dial that failed for a reason that has a name.</summary>
public sealed class DialException : IOException
{
    /// <summary>Makes one.</summary>
    /// <param name="code">Stable, upper case with underscores, for example PROXY_AUTH_FAILED.</param>
    /// <param name="message">A sentence for the reader: what failed, why, what to do.</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public DialException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Stable code.</summary>
    public string Code { get; }
}
