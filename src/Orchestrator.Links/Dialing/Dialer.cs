using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// The way out: guard, then proxy plugin, then outer TLS with its checks, then transport plugin. All client sockets of the product
/// are made below here. Knows the whole ladder; a plugin sees only its own rung (<see cref="IDialer"/>, <see cref="IProxyDialer"/>).
/// Plugins may come and go: each dial takes those that are active then.
/// </summary>
public sealed class Dialer
{
    private readonly DialerOptions options;
    private readonly TimeProvider time;
    private readonly EgressGuard guard;
    private readonly ProxyAddress proxy;
    private readonly Func<IEnumerable<ITransport>> transports;
    private readonly Func<IEnumerable<IProxyConnector>> connectors;
    private readonly X509Certificate2Collection extraRoots;
    private readonly CredentialMemory memory = new();

    /// <summary>Checks the options; opens nothing.</summary>
    /// <param name="options">Where to, and whom to trust.</param>
    /// <param name="transports">Those that are active, behind their gateways; asked at each dial.</param>
    /// <param name="connectors">Likewise; one must serve the proxy's scheme, or <c>direct</c>.</param>
    /// <param name="time">Clock for limits and certificate dates.</param>
    /// <exception cref="DialException">CONFIGURATION_INVALID, PROXY_UNSUPPORTED or PROXY_FAULT: it could reach nobody as things are.</exception>
    public Dialer(DialerOptions options, Func<IEnumerable<ITransport>> transports, Func<IEnumerable<IProxyConnector>> connectors, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.transports = transports;
        this.connectors = connectors;
        this.time = time;
        guard = new EgressGuard(options.BrokerNames, options.VendorDomain, options.Port);
        proxy = ProxyAddress.Parse(options.Proxy);
        extraRoots = Roots(options.ExtraRoots);
        _ = Connector();
    }

    /// <summary>Tries the broker's names in their order. Another name is tried only where the failure was that name's own.</summary>
    /// <exception cref="DialException">Why the last name that was tried failed.</exception>
    public async Task<DialedLink> DialAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await DialAsync(options.BrokerNames[i], cancellationToken).ConfigureAwait(false);
            }
            catch (DialException failure) when (IsOfOneName(failure.Code) && i + 1 < options.BrokerNames.Length)
            {
                // The next name may be elsewhere; a proxy's refusal would only be repeated.
            }
        }
    }

    /// <summary>Makes a link to one of the broker's names, by the first transport of the ladder that isn't refused.</summary>
    /// <exception cref="DialException">With a stable code (<see cref="DialCodes"/>) and a sentence.</exception>
    public async Task<DialedLink> DialAsync(string brokerName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(brokerName);
        guard.Check(brokerName, options.Port);
        var connector = Connector();
        var (ladder, fault) = Told(transports(), transport => transport.Traits);
        var failure = fault is null ? DialFailures.NoTransport() : DialFailures.TransportPlugin(fault);
        foreach (var (transport, traits) in ladder.OrderBy(rung => rung.Says.Rank).ThenBy(rung => rung.Says.Name, StringComparer.Ordinal))
        {
            try
            {
                return await ClimbAsync(brokerName, traits, transport, connector, cancellationToken).ConfigureAwait(false);
            }
            catch (DialException refused) when (refused.Code is DialCodes.TransportRefused or DialCodes.TransportFault)
            {
                failure = refused;
            }
        }

        throw failure;
    }

    private IProxyConnector Connector()
    {
        var (told, fault) = Told(connectors(), connector => connector.Schemes);
        var found = told.FirstOrDefault(one => one.Says.Contains(proxy.Scheme, StringComparer.Ordinal)).Plugin;
        return found ?? throw (fault is null ? DialFailures.NoConnector(proxy) : DialFailures.ProxyPlugin(fault));
    }

    /// <summary>What each plugin says of itself. One that can't say it, as when no generation of it is active, is left out; the last such fault is kept.</summary>
    private static (List<(T Plugin, TSays Says)> Told, PluginFault? Fault) Told<T, TSays>(IEnumerable<T> plugins, Func<T, TSays> ask)
    {
        var told = new List<(T, TSays)>();
        PluginFault? last = null;
        foreach (var plugin in plugins)
        {
            try
            {
                told.Add((plugin, ask(plugin)));
            }
            catch (PluginFaultException fault)
            {
                last = fault.Fault;
            }
        }

        return (told, last);
    }

    private async Task<DialedLink> ClimbAsync(
        string brokerName, TransportTraits traits, ITransport transport, IProxyConnector connector, CancellationToken cancellationToken)
    {
        var credentials = new DialCredentials(options.ProxyCredentials, memory, proxy.IsTls);
        var target = new Endpoint(brokerName, options.Port, IsProxy: false);
        var side = new BrokerSide(target, proxy, guard, connector, credentials, extraRoots, new TcpConnector(options.Network ?? new SystemNetwork(options.Resolve), time), time);
        try
        {
            var link = await transport.ConnectAsync(new TransportTarget(brokerName, options.Port), side, cancellationToken).ConfigureAwait(false);
            if (side.Facts is { } facts)
                return new DialedLink(link, new DialFacts(brokerName, options.Port, facts.Address, proxy.ToString(), facts.ProxyScheme, facts.Tls, traits.Name));
            await link.DisposeAsync().ConfigureAwait(false);
            throw new DialException(DialCodes.TransportFault, $"The transport {traits.Name} made a link without a connection from the dialer; it isn't used. Report this to the vendor.");
        }
        catch (PluginFaultException fault)
        {
            throw side.Failure ?? DialFailures.TransportPlugin(fault.Fault);
        }
    }

    private static bool IsOfOneName(string code) =>
        code is DialCodes.NameNotFound or DialCodes.BrokerUnreachable or DialCodes.TransportRefused or DialCodes.Timeout;

    private static X509Certificate2Collection Roots(ImmutableArray<ReadOnlyMemory<byte>> der)
    {
        if (der.Length > DialerLimits.ExtraRoots)
            throw DialFailures.Configuration($"it has more than {DialerLimits.ExtraRoots} extra roots");
        try
        {
            return [.. der.Select(root => X509CertificateLoader.LoadCertificate(root.Span))];
        }
        catch (CryptographicException)
        {
            throw DialFailures.Configuration("one of its extra roots isn't a certificate");
        }
    }
}
