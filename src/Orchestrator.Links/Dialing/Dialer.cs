using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// The way out: guard, then proxy plugin, then outer TLS with its checks, then transport plugin. All client sockets of the product
/// are made below here. Knows the whole ladder; a plugin sees only its own rung (<see cref="IDialer"/>, <see cref="IProxyDialer"/>).
/// </summary>
public sealed class Dialer
{
    private readonly DialerOptions options;
    private readonly TimeProvider time;
    private readonly EgressGuard guard;
    private readonly ProxyAddress proxy;
    private readonly IProxyConnector connector;
    private readonly ImmutableArray<(TransportTraits Traits, ITransport Transport)> ladder;
    private readonly X509Certificate2Collection extraRoots;
    private readonly CredentialMemory memory = new();

    /// <summary>Checks the options; opens nothing.</summary>
    /// <param name="options">Where to, and whom to trust.</param>
    /// <param name="transports">Started, behind their gateways.</param>
    /// <param name="connectors">Started, behind their gateways; one must serve the proxy's scheme, or <c>direct</c>.</param>
    /// <param name="time">Clock for limits and certificate dates.</param>
    /// <exception cref="DialException">CONFIGURATION_INVALID or PROXY_UNSUPPORTED.</exception>
    public Dialer(DialerOptions options, IEnumerable<ITransport> transports, IEnumerable<IProxyConnector> connectors, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.time = time;
        guard = new EgressGuard(options.BrokerNames, options.VendorDomain, options.Port);
        proxy = ProxyAddress.Parse(options.Proxy);
        connector = connectors.FirstOrDefault(one => one.Schemes.Contains(proxy.Scheme, StringComparer.Ordinal)) ?? throw DialFailures.NoConnector(proxy);
        ladder = [.. transports.Select(one => (one.Traits, one)).OrderBy(rung => rung.Traits.Rank).ThenBy(rung => rung.Traits.Name, StringComparer.Ordinal)];
        extraRoots = Roots(options.ExtraRoots);
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
        var failure = DialFailures.NoTransport();
        foreach (var (traits, transport) in ladder)
        {
            try
            {
                return await ClimbAsync(brokerName, traits, transport, cancellationToken).ConfigureAwait(false);
            }
            catch (DialException refused) when (refused.Code is DialCodes.TransportRefused or DialCodes.TransportFault)
            {
                failure = refused;
            }
        }

        throw failure;
    }

    private async Task<DialedLink> ClimbAsync(string brokerName, TransportTraits traits, ITransport transport, CancellationToken cancellationToken)
    {
        var credentials = new DialCredentials(options.ProxyCredentials, memory, proxy.IsTls);
        var target = new Endpoint(brokerName, options.Port, IsProxy: false);
        var side = new BrokerSide(target, proxy, guard, connector, credentials, extraRoots, new TcpConnector(options.Resolve, time), time);
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
