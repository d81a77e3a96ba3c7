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
    TcpConnector tcp,
    TimeProvider time) : IDialer
{
    private OuterTls Tls => new(time) { Judged = verdict => Trail = Trail with { Certificate = verdict } };

    /// <summary>The dialer's own failure, if there was one: a plugin may have covered it with another.</summary>
    public DialException? Failure { get; private set; }

    /// <summary>How far the last connection came.</summary>
    public DialTrail Trail { get; private set; } = DialTrail.Nothing;

    /// <summary>How the last connection came about.</summary>
    public (string Address, string ProxyScheme, TlsFacts Tls)? Facts { get; private set; }

    /// <summary>The trail that <see cref="Marked"/> fastened to a failure.</summary>
    public static DialTrail TrailOf(DialException failure) => failure.Data[typeof(DialTrail)] as DialTrail ?? DialTrail.Nothing;

    /// <summary>The failure, with how far this attempt came.</summary>
    public DialException Marked(DialException failure)
    {
        failure.Data[typeof(DialTrail)] = Trail;
        return failure;
    }

    /// <inheritdoc />
    public async ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken) =>
        await Noted(new ProxySide(proxy, target, guard, tcp, Tls).DialProxyAsync(cancellationToken).AsTask()).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<SecureStream> DialBrokerAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken) =>
        await Noted(DialAsync(alpn, cancellationToken)).ConfigureAwait(false);

    private async Task<SecureStream> DialAsync(IReadOnlyList<string> alpn, CancellationToken cancellationToken)
    {
        Trail = DialTrail.Nothing;
        guard.Check(target.Host, target.Port);
        var side = new ProxySide(proxy, target, guard, tcp, Tls);
        Trail = Trail with { Reached = DialHop.Name };
        ProxyResult result;
        try
        {
            result = await TunnelAsync(side, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Trail = Trail with { Address = side.Address, Reached = side.Address.Length == 0 ? DialHop.Connection : proxy.IsProxy ? DialHop.Proxy : DialHop.Tls };
        }

        Trail = Trail with { ProxyScheme = result.Scheme };
        if (result.Tunnel is null)
            throw Refused(result.Failure!);
        Trail = Trail with { Reached = DialHop.Tls };
        var (stream, facts) = await Tls.ConnectAsync(result.Tunnel, target, alpn, rules, cancellationToken).ConfigureAwait(false);
        Trail = Trail with { Reached = DialHop.Transport, TlsVersion = facts.Version };
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
        if (IsSignInPage(failure))
            return DialFailures.Portal($"the proxy {proxy} sends a web page in place of a connection (status {failure.Status})");
        return credentials.HeldBack
            ? new DialException(DialCodes.ProxyAuthFailed, $"The proxy {proxy} has refused this user name and password before; they aren't sent a second time, so that the account isn't locked. Enter others.")
            : new DialException(failure.Code, failure.Sentence);
    }

    /// <summary>A page, a redirect or "network authentication required" in place of a tunnel; nobody follows it.</summary>
    private static bool IsSignInPage(ProxyFailure failure) =>
        failure.Code == DialCodes.ProxyPortal || failure.Status is (>= 300 and < 400) or 511;

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
