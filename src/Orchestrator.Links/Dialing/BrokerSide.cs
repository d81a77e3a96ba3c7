using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.Links.Dialing;

/// <summary>What a transport plugin gets for one attempt: connections to the one broker that was asked for, everything checked before.</summary>
internal sealed class BrokerSide(
    Endpoint target,
    ProxyAddress proxy,
    EgressGuard guard,
    IProxyConnector connector,
    DialCredentials credentials,
    OuterTlsRules rules,
    OuterTls tls,
    TcpConnector tcp,
    TimeProvider time) : IDialer
{
    /// <summary>The dialer's own failure, if there was one: a plugin may have covered it with another.</summary>
    public DialException? Failure { get; private set; }

    /// <summary>How the last connection came about.</summary>
    public (string Address, string ProxyScheme, TlsFacts Tls)? Facts { get; private set; }

    /// <inheritdoc />
    public async ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken) =>
        await Noted(new ProxySide(proxy, target, guard, tcp, tls).DialProxyAsync(cancellationToken).AsTask()).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<SecureStream> DialBrokerAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken) =>
        await Noted(DialAsync(alpn, cancellationToken)).ConfigureAwait(false);

    private async Task<SecureStream> DialAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken)
    {
        guard.Check(target.Host, target.Port);
        var side = new ProxySide(proxy, target, guard, tcp, tls);
        var result = await TunnelAsync(side, cancellationToken).ConfigureAwait(false);
        if (result.Tunnel is null)
            throw Refused(result.Failure!);
        var (stream, facts) = await tls.ConnectAsync(result.Tunnel, target, alpn, rules, cancellationToken).ConfigureAwait(false);
        Facts = (side.Address, result.Scheme, facts);
        return new SecureStream(stream, facts.Alpn);
    }

    private async Task<ProxyResult> TunnelAsync(ProxySide side, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(DialerLimits.Proxy, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await connector.ConnectAsync(new ProxyTarget(target.Host, target.Port), side, credentials, stop.Token).ConfigureAwait(false);
        }
        catch (PluginFaultException fault)
        {
            throw DialFailures.ProxyPlugin(fault.Fault);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw DialFailures.TooSlow(proxy.IsProxy ? $"The proxy {proxy}" : $"The connection to {target}", DialerLimits.Proxy);
        }
    }

    private DialException Refused(ProxyFailure failure)
    {
        if (failure.Code == DialCodes.ProxyAuthFailed)
            credentials.NoteRefusal();
        return credentials.HeldBack
            ? new DialException(DialCodes.ProxyAuthFailed, $"The proxy {proxy} has refused this user name and password before; they aren't sent a second time, so that the account isn't locked. Enter others.")
            : new DialException(failure.Code, failure.Sentence);
    }

    private async Task<T> Noted<T>(Task<T> dial)
    {
        try
        {
            return await dial.ConfigureAwait(false);
        }
        catch (DialException failure)
        {
            Failure = failure;
            throw;
        }
    }
}
