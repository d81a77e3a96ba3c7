namespace Orchestrator.Abstractions;

/// <summary>One way through one kind of proxy. Its members may be called at once: several tunnels are made side by side.</summary>
public interface IProxyConnector : IPlugin
{
    /// <summary>
    /// URI schemes of proxy addresses that this connector serves, lower case, at least one; <c>direct</c> means no proxy. Doesn't change, never throws.
    /// </summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>Makes a tunnel to the target; may dial again (a proxy that closes after 407). Budget: 30 s.</summary>
    /// <param name="target">Where the tunnel must lead.</param>
    /// <param name="dialer">For the connections of this one call.</param>
    /// <param name="credentials">For this one call; asked only when the proxy wants some.</param>
    /// <param name="cancellationToken">Ends the attempt; what was dialled is disposed.</param>
    /// <returns>
    /// A tunnel, which is the host's from then on, or a failure. Every connection that isn't the tunnel is disposed. No byte behind the proxy's
    /// reply has been read.
    /// </returns>
    /// <exception cref="DialException">A dial failed; it passes through as it came.</exception>
    ValueTask<ProxyResult> ConnectAsync(ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken);
}

/// <summary>What a connector may dial. Lent for one call, and used by one thread at a time.</summary>
public interface IProxyDialer
{
    /// <summary>Connects to the configured proxy. Budget: what is left of the caller's.</summary>
    /// <param name="cancellationToken">Ends the attempt at once; pass the token that the plugin's own call was given, or one linked to it.</param>
    /// <returns>The plugin's, which disposes it or gives it on as the tunnel.</returns>
    /// <exception cref="DialException">The proxy can't be reached, or there is none.</exception>
    ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken);

    /// <summary>Connects to the target itself, without a proxy. Budget: what is left of the caller's.</summary>
    /// <param name="cancellationToken">Ends the attempt at once; pass the token that the plugin's own call was given, or one linked to it.</param>
    /// <returns>The plugin's, which disposes it or gives it on as the tunnel.</returns>
    /// <exception cref="DialException">The target can't be reached, or the guard refuses.</exception>
    ValueTask<Stream> DialTargetAsync(CancellationToken cancellationToken);
}

/// <summary>Where the tunnel must lead.</summary>
/// <param name="Host">DNS name.</param>
/// <param name="Port">TCP port.</param>
public sealed record ProxyTarget(string Host, int Port);

/// <summary>Credentials for the proxy, asked for only when the proxy wants them. The host's; lent for one call, and used by one thread at a time.</summary>
public interface IProxyCredentials
{
    /// <summary>True when policy lets Basic go over a connection without TLS to the proxy. Never throws.</summary>
    bool AllowBasicInClear { get; }

    /// <summary>User name and password for one scheme and realm. Budget: what is left of the caller's; a person may have to be asked.</summary>
    /// <param name="scheme">Authentication scheme, as the proxy writes it.</param>
    /// <param name="realm">Realm; empty when none.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null when there are none. Not kept after the call, never logged.</returns>
    ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken);
}

/// <summary>A user name and password.</summary>
/// <param name="UserName">As the proxy wants it.</param>
/// <param name="Password">Never logged.</param>
public sealed record ProxyCredential(string UserName, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"ProxyCredential {{ UserName = {UserName} }}";
}

/// <summary>A tunnel, or why there is none.</summary>
/// <param name="Tunnel">Stands right behind the proxy's reply; the host disposes it.</param>
/// <param name="Failure">Null exactly when there is a tunnel.</param>
/// <param name="Scheme">Authentication scheme that served; empty when none.</param>
public sealed record ProxyResult(Stream? Tunnel, ProxyFailure? Failure, string Scheme = "");

/// <summary>Why a proxy made no tunnel.</summary>
/// <param name="Code">Stable, upper case with underscores.</param>
/// <param name="Sentence">For the reader: what failed, why, what to do.</param>
/// <param name="Status">HTTP or SOCKS status; 0 when there was no answer.</param>
/// <param name="Body">First bytes of the answer's body, at most 1 KiB, as text.</param>
public sealed record ProxyFailure(string Code, string Sentence, int Status = 0, string Body = "");
