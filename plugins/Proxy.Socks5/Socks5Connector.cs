using System.Net;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.Socks5;

/// <summary>
/// A tunnel through a SOCKS 5 proxy (RFC 1928), without authentication or with user name and password (RFC 1929), whichever the proxy chooses. The
/// proxy resolves the target's name: addresses <c>socks5://</c> and <c>socks5h://</c> mean the same here.
/// </summary>
public sealed class Socks5Connector : IProxyConnector
{
    /// <summary>What user name and password are called when credentials are asked for.</summary>
    public const string PasswordScheme = "Username/Password";

    private TimeProvider time = TimeProvider.System;
    private volatile bool disposed;

    /// <inheritdoc />
    public IReadOnlyList<string> Schemes { get; } = ["socks5", "socks5h"];

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        time = context.Time;
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The SOCKS connector has no settings; remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(dialer);
        ArgumentNullException.ThrowIfNull(credentials);
        ObjectDisposedException.ThrowIf(disposed, this);
        if (IPAddress.TryParse(target.Host, out _) || Encoding.UTF8.GetByteCount(target.Host) is 0 or > SocksLimits.Field)
            return new ProxyResult(null, SocksFailures.NoName());
        var stream = await dialer.DialProxyAsync(cancellationToken).ConfigureAwait(false);
        var kept = false;
        try
        {
            var (failure, scheme) = await TalkAsync(new SocksStream(stream, time), target, credentials, cancellationToken).ConfigureAwait(false);
            kept = failure is null;
            return new ProxyResult(kept ? stream : null, failure, scheme);
        }
        finally
        {
            if (!kept)
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }

    private static async Task<(ProxyFailure? Failure, string Scheme)> TalkAsync(
        SocksStream proxy, ProxyTarget target, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        var scheme = "";
        try
        {
            var method = await proxy.GreetAsync(cancellationToken).ConfigureAwait(false);
            if (method == SocksMethod.Password)
            {
                scheme = PasswordScheme;
                if (await SignInAsync(proxy, credentials, cancellationToken).ConfigureAwait(false) is { } refusal)
                    return (refusal, scheme);
            }
            else if (method != SocksMethod.None)
            {
                return (SocksFailures.Method(method), scheme);
            }

            return (SocksFailures.OfReply(await proxy.ConnectAsync(target, cancellationToken).ConfigureAwait(false), target), scheme);
        }
        catch (SocksException problem)
        {
            return (SocksFailures.Of(problem, target), scheme);
        }
    }

    // The password goes over the connection as it is: what policy says of Basic in clear holds here too.
    private static async Task<ProxyFailure?> SignInAsync(SocksStream proxy, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        if (!credentials.AllowBasicInClear)
            return SocksFailures.InClear();
        if (await credentials.GetAsync(PasswordScheme, "", cancellationToken).ConfigureAwait(false) is not { } credential)
            return SocksFailures.NoCredentials();
        var (user, password) = (Encoding.UTF8.GetBytes(credential.UserName), Encoding.UTF8.GetBytes(credential.Password));
        if (user.Length is 0 or > SocksLimits.Field || password.Length is 0 or > SocksLimits.Field)
            return SocksFailures.BadCredentials();
        return await proxy.SignInAsync(user, password, cancellationToken).ConfigureAwait(false) ? null : SocksFailures.WrongCredentials();
    }
}
