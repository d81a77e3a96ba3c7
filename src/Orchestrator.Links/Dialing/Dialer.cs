using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Routing.Pac;
using Orchestrator.Links.Routing.Settings;
using Orchestrator.Pac;
using Orchestrator.PluginHosting;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// The way out: routes, and for each guard, then proxy plugin, then outer TLS with its checks, then transport plugin. All client sockets of the product
/// are made below here. Knows the whole ladder; a plugin sees only its own rung (<see cref="IDialer"/>, <see cref="IProxyDialer"/>).
/// Plugins may come and go: each dial takes those that are active then.
/// </summary>
public sealed class Dialer
{
    private readonly DialerOptions options;
    private readonly TimeProvider time;
    private readonly EgressGuard guard;
    private readonly RoutePlanner planner;
    private readonly Ladder plugins;
    private readonly OuterTlsRules rules;
    private readonly INetwork network;
    private readonly ILocalNetwork local;
    private readonly DialMemory memory;

    /// <summary>Checks the options; opens nothing.</summary>
    /// <param name="options">Where to, and whom to trust.</param>
    /// <param name="transports">Those that are active, behind their gateways; asked at each dial.</param>
    /// <param name="connectors">Likewise; one must serve the scheme of a named proxy.</param>
    /// <param name="time">Clock for limits and certificate dates.</param>
    /// <exception cref="DialException">CONFIGURATION_INVALID, PROXY_UNSUPPORTED, PROXY_FAULT or PAC_INVALID: it could reach nobody as things are.</exception>
    public Dialer(DialerOptions options, Func<IEnumerable<ITransport>> transports, Func<IEnumerable<IProxyConnector>> connectors, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.time = time;
        plugins = new Ladder(transports, connectors);
        guard = new EgressGuard(options.BrokerNames, options.VendorDomain, options.Port);
        rules = OuterTlsRules.For(Roots(options.ExtraRoots), options.OuterTls) with { PlatformRoots = options.PlatformRoots is { } roots ? Roots(roots) : null };
        network = options.Network ?? new SystemNetwork(options.Resolve);
        local = options.LocalNetwork ?? SystemLocalNetwork.Instance;
        memory = options.Memory ?? new DialMemory();
        planner = new RoutePlanner(options.Routes, PacFile(), new SystemSettings(options.SystemPlaces ?? new SystemPlaces(), options.Port).For);
        if (planner.Named is { } named)
            _ = plugins.Connector(named);
    }

    /// <summary>
    /// Tries the broker's names in their order, each by the routes to it, each route by the transports; what worked before in this network comes first. Another
    /// name is tried only where a failure was that name's own, and never again by a route that failed for itself. Where nothing led to a link and a proxy
    /// wants an account, a person is asked, if there is one to be asked.
    /// </summary>
    /// <exception cref="DialException">Why the attempt that came furthest failed; <see cref="DialReport.Of"/> tells all that was tried.</exception>
    public Task<DialedLink> DialAsync(CancellationToken cancellationToken) => DialAsync(options.BrokerNames, cancellationToken);

    /// <summary>Makes a link to one of the broker's names, by the first route and transport that aren't refused.</summary>
    /// <exception cref="DialException">With a stable code (<see cref="DialCodes"/>) and a sentence.</exception>
    public Task<DialedLink> DialAsync(string brokerName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(brokerName);
        guard.Check(brokerName, options.Port);
        return DialAsync([brokerName], cancellationToken);
    }

    private async Task<DialedLink> DialAsync(ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var log = new DialLog(time);
        var locked = new List<Locked>();
        if (await LimitedAsync(stop => TryAllAsync(names, locked, log, stop), log, cancellationToken).ConfigureAwait(false) is { } link)
            return link;
        foreach (var one in locked)
        {
            if (await AskAsync(one, log, cancellationToken).ConfigureAwait(false) is { } opened)
                return opened;
        }

        throw log.Verdict();
    }

    /// <summary>All routes to all names; those that a proxy's account may open are kept.</summary>
    private async Task<DialedLink?> TryAllAsync(ImmutableArray<string> names, List<Locked> locked, DialLog log, CancellationToken cancellationToken)
    {
        var here = local.Signature;
        var dead = new List<Route>();
        foreach (var name in names)
        {
            var plan = await planner.PlanAsync(name, cancellationToken).ConfigureAwait(false);
            log.Found(plan);
            var routes = memory.Routes.Reorder(plan.Routes, here).Where(route => !dead.Any(route.IsSameWay)).ToArray();
            foreach (var route in routes)
            {
                var credentials = new RouteCredentials(route, options, memory.Typed);
                var attempt = new Attempt(name, route, credentials, route == routes[^1] ? DialerLimits.Connect : DialerLimits.ConnectOfMany, here);
                var (link, code) = await TryAsync(attempt, log, cancellationToken).ConfigureAwait(false);
                if (link is not null)
                    return link;
                if (!IsOfOneName(code))
                    dead.Add(route);
                if (WantsAccount(code) && !credentials.IsConfigured && !locked.Any(one => one.Attempt.Route.IsSameWay(route)))
                    locked.Add(new Locked(attempt, code));
            }
        }

        return null;
    }

    /// <summary>Time for all that needs no person: a dial that isn't over by then says what it has seen.</summary>
    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> dial, DialLog log, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(DialerLimits.Dial, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await dial(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw log.Verdict();
        }
    }

    /// <summary>Asks a person for the account that a proxy wants, and tries that route with it.</summary>
    private async Task<DialedLink?> AskAsync(Locked one, DialLog log, CancellationToken cancellationToken)
    {
        var (attempt, code) = one;
        while (WantsAccount(code) && options.ProxyLogin is { } person && memory.Typed.MayAsk(attempt.Route))
        {
            var question = new ProxyQuestion(attempt.Route.ToString(), attempt.Route.Origin, attempt.Credentials.Realm, memory.Typed.Of(attempt.Route) is not null);
            memory.Typed.Note(attempt.Route, await person.AskAsync(question, cancellationToken).ConfigureAwait(false));
            if (memory.Typed.Of(attempt.Route) is null)
                return null;
            (var link, code) = await LimitedAsync(stop => TryAsync(attempt, log, stop), log, cancellationToken).ConfigureAwait(false);
            if (link is not null)
                return link;
        }

        return null;
    }

    /// <summary>One name by one route: a link, or the code of the failure.</summary>
    private async Task<(DialedLink? Link, string Code)> TryAsync(Attempt attempt, DialLog log, CancellationToken cancellationToken)
    {
        var rung = "";
        var begun = log.Begin();
        try
        {
            var connector = plugins.Connector(attempt.Route);
            foreach (var (transport, traits) in plugins.Rungs(memory.Routes.TransportOf(attempt.Route, attempt.Network)))
            {
                (rung, begun) = (traits.Name, log.Begin());
                try
                {
                    var (link, facts, trail) = await ClimbAsync(attempt, traits, transport, connector, cancellationToken).ConfigureAwait(false);
                    log.Linked(attempt.BrokerName, attempt.Route, rung, trail, begun);
                    memory.Routes.Note(attempt.Route, rung, attempt.Network);
                    return (new DialedLink(link, facts, log.Report), "");
                }
                catch (DialException refused) when (refused.Code is DialCodes.TransportRefused or DialCodes.TransportFault)
                {
                    log.Failed(attempt.BrokerName, attempt.Route, rung, refused, begun);
                }
            }

            // The last rung's: another name may have a broker that takes one of them.
            return (null, DialCodes.TransportRefused);
        }
        catch (DialException failure)
        {
            log.Failed(attempt.BrokerName, attempt.Route, rung, failure, begun);
            return (null, failure.Code);
        }
    }

    private async Task<(ITransportLink Link, DialFacts Facts, DialTrail Trail)> ClimbAsync(
        Attempt attempt, TransportTraits traits, ITransport transport, IProxyConnector connector, CancellationToken cancellationToken)
    {
        var proxy = attempt.Route.Proxy;
        var credentials = new DialCredentials(attempt.Credentials, memory.Refused, proxy.IsTls);
        var target = new Endpoint(attempt.BrokerName, options.Port, IsProxy: false);
        var tcp = new TcpConnector(network, time) { Limit = attempt.ConnectLimit };
        var side = new BrokerSide(target, proxy, guard, connector, credentials, rules, tcp, time);
        try
        {
            var link = await transport.ConnectAsync(new TransportTarget(attempt.BrokerName, options.Port), side, cancellationToken).ConfigureAwait(false);
            if (side.Facts is { } facts)
                return (link, new DialFacts(attempt.BrokerName, options.Port, facts.Address, proxy.ToString(), facts.ProxyScheme, facts.Tls, traits.Name), side.Trail with { Reached = DialHop.Broker });
            await link.DisposeAsync().ConfigureAwait(false);
            throw new DialException(DialCodes.TransportFault, $"The transport {traits.Name} made a link without a connection from the dialer; it isn't used. Report this to the vendor.");
        }
        catch (PluginFaultException fault)
        {
            throw side.Marked(side.Failure ?? DialFailures.TransportPlugin(fault.Fault));
        }
        catch (DialException own) when (own.Code == DialCodes.Timeout && side.Failure is null)
        {
            // The transport's patience, not the dialer's: its way doesn't work here, another's may.
            throw side.Marked(new DialException(DialCodes.TransportRefused, own.Message));
        }
        catch (DialException failure)
        {
            _ = side.Marked(failure);
            throw;
        }
    }

    private PacRoutes? PacFile()
    {
        if (PacLocation.Of(options.Routes) is not { } place)
            return null;
        var trust = OuterTlsRules.PlatformOnly with { PlatformRoots = rules.PlatformRoots };
        return memory.PacFile(place, () => new PacRoutes(place, new PacFetcher(network, trust, time), new PacEvaluator(new PacNetwork(network, local), time), time));
    }

    private static bool WantsAccount(string code) => code is DialCodes.ProxyAuthRequired or DialCodes.ProxyAuthFailed;

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

    /// <summary>One name by one route.</summary>
    private sealed record Attempt(string BrokerName, Route Route, RouteCredentials Credentials, TimeSpan ConnectLimit, string Network);

    /// <summary>An attempt that failed for want of an account.</summary>
    private sealed record Locked(Attempt Attempt, string Code);
}
