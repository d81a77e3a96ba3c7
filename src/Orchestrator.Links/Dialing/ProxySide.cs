using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>What a proxy plugin gets for one tunnel: the configured proxy or the guarded target, and a bound on how often.</summary>
internal sealed class ProxySide(ProxyAddress proxy, Endpoint target, EgressGuard guard, TcpConnector tcp, OuterTls tls) : INamedProxyDialer
{
    private int connections;

    /// <summary>Address of the last TCP connection.</summary>
    public string Address { get; private set; } = "";

    /// <inheritdoc />
    public string ProxyHost => proxy.Host;

    /// <inheritdoc />
    public async ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken)
    {
        if (!proxy.IsProxy)
            throw new DialException(DialCodes.ProxyUnreachable, "There is no proxy to connect to: none is named in the site file. Name one, or connect without a proxy.");
        var to = new Endpoint(proxy.Host, proxy.Port, IsProxy: true);
        var stream = await ConnectAsync(to, cancellationToken).ConfigureAwait(false);
        if (!proxy.IsTls)
            return stream;
        return (await tls.ConnectAsync(stream, to, ["http/1.1"], OuterTlsRules.PlatformOnly, cancellationToken).ConfigureAwait(false)).Stream;
    }

    /// <inheritdoc />
    public async ValueTask<Stream> DialTargetAsync(CancellationToken cancellationToken)
    {
        if (proxy.IsProxy)
            throw new DialException(DialCodes.EgressRefused, $"A direct connection to {target} was refused: the site file names a proxy. Take the proxy out of the site file to connect without it.");
        guard.Check(target.Host, target.Port);
        return await ConnectAsync(target, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Stream> ConnectAsync(Endpoint to, CancellationToken cancellationToken)
    {
        if (++connections > DialerLimits.ProxyConnections)
            throw DialFailures.TooManyConnections();
        (var stream, var address) = await tcp.ConnectAsync(to, cancellationToken).ConfigureAwait(false);
        Address = address.ToString();
        return stream;
    }
}
