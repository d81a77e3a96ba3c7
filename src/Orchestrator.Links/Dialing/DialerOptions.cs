using System.Collections.Immutable;
using System.Net;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Routing.Settings;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Where the dialer may go and whom it trusts. Names, port and roots come from the signed configuration alone; the routes come
/// from the site file, the command line or this computer's settings.
/// </summary>
public sealed record DialerOptions
{
    /// <summary>The broker's names, in the order of trying; at least one. Lower case, ASCII, no address.</summary>
    public required ImmutableArray<string> BrokerNames { get; init; }

    /// <summary>Names below this domain may be dialled as well; empty: only <see cref="BrokerNames"/>.</summary>
    public string VendorDomain { get; init; } = "";

    /// <summary>The only port. 443 in production; a development configuration may name another.</summary>
    public int Port { get; init; } = 443;

    /// <summary>DER certificates that count as roots beside the platform's, for the broker's names only.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> ExtraRoots { get; init; } = [];

    /// <summary>How the broker's certificate is judged, once it is valid.</summary>
    public OuterTlsPolicy OuterTls { get; init; } = OuterTlsPolicy.Default;

    /// <summary>Stand in for the platform's own roots in tests; null: the platform's.</summary>
    internal ImmutableArray<ReadOnlyMemory<byte>>? PlatformRoots { get; init; }

    /// <summary>The ways out, as somebody named them.</summary>
    public RouteSettings Routes { get; init; } = RouteSettings.DirectOnly;

    /// <summary>The configured account at the named proxy, and at those of <see cref="RouteSettings.AccountHosts"/>; null: there is none.</summary>
    public IProxyCredentials? ProxyCredentials { get; init; }

    /// <summary>Basic may go without TLS to the proxy, for an account that a person types; a configured one says it itself.</summary>
    public bool AllowBasicInClear { get; init; }

    /// <summary>Whom to ask for an account that a proxy wants and nobody configured; null: nobody.</summary>
    public IProxyLogin? ProxyLogin { get; init; }

    /// <summary>What dials before this one learned; null: nothing, and it is forgotten with the dialer.</summary>
    public DialMemory? Memory { get; init; }

    /// <summary>
    /// Replaces the platform's name resolution, so that tests and the demonstration can place the vendor's name on the loopback
    /// interface. Guard and certificate checks stay as they are: they see the name.
    /// </summary>
    public Func<string, IPAddress[]>? Resolve { get; init; }

    /// <summary>Replaces names and TCP connections by another network, the testbed's simulated one; null: the platform's. <see cref="Resolve"/> is then not used.</summary>
    public INetwork? Network { get; init; }

    /// <summary>Replaces what the platform says about its interfaces; null: the platform's.</summary>
    public ILocalNetwork? LocalNetwork { get; init; }

    /// <summary>Where settings of the computer lie in tests; null: in their places.</summary>
    internal SystemPlaces? SystemPlaces { get; init; }

    /// <summary>Names, port and roots of a verified configuration; without a proxy.</summary>
    public static DialerOptions From(ClientConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new DialerOptions { BrokerNames = configuration.BrokerNames, Port = configuration.Port, ExtraRoots = configuration.OuterTlsRoots, OuterTls = configuration.OuterTls };
    }
}
