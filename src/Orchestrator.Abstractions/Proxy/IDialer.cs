namespace Orchestrator.Abstractions;

/// <summary>
/// The host's dialer: the only way to a socket. Guards where it connects to, and checks outer TLS itself. Lent for one call of the plugin (to an
/// <see cref="IManyRequestTransport"/> until its link is disposed), and used by one thread at a time.
/// </summary>
public interface IDialer
{
    /// <summary>Connects to the configured proxy, and to nothing else. TLS to an https:// proxy is already done. Budget: what is left of the caller's.</summary>
    /// <param name="cancellationToken">Ends the attempt at once; pass the token that the plugin's own call was given, or one linked to it.</param>
    /// <returns>The plugin's, which disposes it or gives it on.</returns>
    /// <exception cref="DialException">With a stable code and a sentence. Let it through, or answer it; don't wrap it.</exception>
    ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken);

    /// <summary>Connects to the broker through guard, proxy plugin and outer TLS. Budget: what is left of the caller's.</summary>
    /// <param name="alpn">Names to offer, preferred first; may be empty.</param>
    /// <param name="cancellationToken">Ends the attempt at once; pass the token that the plugin's own call was given, or one linked to it.</param>
    /// <returns>The plugin's, which disposes its stream or gives it on in a link.</returns>
    /// <exception cref="DialException">With a stable code and a sentence. Let it through, or answer it; don't wrap it.</exception>
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
