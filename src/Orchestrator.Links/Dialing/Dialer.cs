using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;
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
    private readonly RoutePlanner planner;
    private readonly Func<IEnumerable<ITransport>> transports;
    private readonly Func<IEnumerable<IProxyConnector>> connectors;
    private readonly OuterTlsRules rules;
    private readonly CredentialMemory memory = new();

    /// <summary>Checks the options; opens nothing.</summary>
    /// <param name="options">Where to, and whom to trust.</param>
    /// <param name="transports">Those that are active, behind their gateways; asked at each dial.</param>
    /// <param name="connectors">Likewise; one must serve the scheme of a named proxy.</param>
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
        planner = new RoutePlanner(options.Routes);
        rules = OuterTlsRules.For(Roots(options.ExtraRoots), options.OuterTls) with { PlatformRoots = options.PlatformRoots is { } roots ? Roots(roots) : null };
        if (planner.Named is { } named)
            _ = Connector(named.Proxy);
    }

    /// <summary>
    /// Tries the broker's names in their order, each by the routes to it, each route by the transports. Another name is tried only where a failure was
    /// that name's own, and never again by a route that failed for itself.
    /// </summary>
    /// <exception cref="DialException">Why the attempt that came furthest failed; <see cref="DialReport.Of"/> tells all that was tried.</exception>
    public async Task<DialedLink> DialAsync(CancellationToken cancellationToken)
    {
        var log = new DialLog(time);
        var dead = new List<Route>();
        foreach (var name in options.BrokerNames)
        {
            foreach (var route in planner.Plan().Where(route => !dead.Any(route.IsSameWay)).ToArray())
            {
                var (link, isRoutesOwn) = await TryAsync(name, route, log, cancellationToken).ConfigureAwait(false);
                if (link is not null)
                    return link;
                if (isRoutesOwn)
                    dead.Add(route);
            }
        }

        throw log.Verdict();
    }

    /// <summary>Makes a link to one of the broker's names, by the first route and transport that aren't refused.</summary>
    /// <exception cref="DialException">With a stable code (<see cref="DialCodes"/>) and a sentence.</exception>
    public async Task<DialedLink> DialAsync(string brokerName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(brokerName);
        guard.Check(brokerName, options.Port);
        var log = new DialLog(time);
        foreach (var route in planner.Plan())
        {
            if ((await TryAsync(brokerName, route, log, cancellationToken).ConfigureAwait(false)).Link is { } link)
                return link;
        }

        throw log.Verdict();
    }

    /// <summary>One name by one route: a link, or whether the route itself failed, so that it would for every other name.</summary>
    private async Task<(DialedLink? Link, bool IsRoutesOwn)> TryAsync(string brokerName, Route route, DialLog log, CancellationToken cancellationToken)
    {
        var rung = "";
        var begun = log.Begin();
        try
        {
            var connector = Connector(route.Proxy);
            var (ladder, fault) = Told(transports(), transport => transport.Traits);
            if (ladder.Count == 0)
                throw fault is null ? DialFailures.NoTransport() : DialFailures.TransportPlugin(fault);
            foreach (var (transport, traits) in ladder.OrderBy(one => one.Says.Rank).ThenBy(one => one.Says.Name, StringComparer.Ordinal))
            {
                (rung, begun) = (traits.Name, log.Begin());
                try
                {
                    return (await ClimbAsync(brokerName, traits, transport, route, connector, log, cancellationToken).ConfigureAwait(false), false);
                }
                catch (DialException refused) when (refused.Code is DialCodes.TransportRefused or DialCodes.TransportFault)
                {
                    log.Failed(brokerName, route, rung, refused, begun);
                }
            }

            return (null, false);
        }
        catch (DialException failure)
        {
            log.Failed(brokerName, route, rung, failure, begun);
            return (null, !IsOfOneName(failure.Code));
        }
    }

    private IProxyConnector Connector(ProxyAddress proxy)
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
        string brokerName, TransportTraits traits, ITransport transport, Route route, IProxyConnector connector, DialLog log, CancellationToken cancellationToken)
    {
        var proxy = route.Proxy;
        var begun = log.Begin();
        var credentials = new DialCredentials(options.ProxyCredentials, memory, proxy.IsTls);
        var target = new Endpoint(brokerName, options.Port, IsProxy: false);
        var side = new BrokerSide(target, proxy, guard, connector, credentials, rules, new TcpConnector(options.Network ?? new SystemNetwork(options.Resolve), time), time);
        try
        {
            var link = await transport.ConnectAsync(new TransportTarget(brokerName, options.Port), side, cancellationToken).ConfigureAwait(false);
            if (side.Facts is { } facts)
            {
                log.Linked(brokerName, route, traits.Name, side.Trail with { Reached = DialHop.Broker }, begun);
                return new DialedLink(link, new DialFacts(brokerName, options.Port, facts.Address, proxy.ToString(), facts.ProxyScheme, facts.Tls, traits.Name), log.Report);
            }

            await link.DisposeAsync().ConfigureAwait(false);
            throw new DialException(DialCodes.TransportFault, $"The transport {traits.Name} made a link without a connection from the dialer; it isn't used. Report this to the vendor.");
        }
        catch (PluginFaultException fault)
        {
            throw side.Marked(side.Failure ?? DialFailures.TransportPlugin(fault.Fault));
        }
        catch (DialException failure)
        {
            _ = side.Marked(failure);
            throw;
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
