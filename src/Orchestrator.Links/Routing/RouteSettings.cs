using System.Collections.Immutable;
using Orchestrator.Links.Routing.Pac;

namespace Orchestrator.Links.Routing;

/// <summary>
/// What somebody said about the way out. A proxy, PAC file or WPAD domain that is named comes alone (one of them at most); without one this computer's own
/// settings count, if they may.
/// </summary>
public sealed record RouteSettings
{
    /// <summary>Nobody said anything, and this computer's settings aren't looked at: straight to the broker.</summary>
    public static RouteSettings DirectOnly { get; } = new();

    /// <summary>Nobody said anything: this computer's settings, then straight to the broker.</summary>
    public static RouteSettings OfSystem { get; } = new() { UseSystem = true };

    /// <summary>Who said it.</summary>
    public RouteOrigin Origin { get; init; }

    /// <summary>Proxy as scheme://host:port; null: none is named.</summary>
    public string? Proxy { get; init; }

    /// <summary>PAC file as http(s) address or full path; null: none is named.</summary>
    public string? PacFile { get; init; }

    /// <summary>Domain whose <c>http://wpad.domain/wpad.dat</c> is the PAC file; null: WPAD isn't used.</summary>
    public string? WpadDomain { get; init; }

    /// <summary>
    /// When the way without a proxy is tried; null: never beside a named proxy, last beside this computer's. A PAC file says it itself: this doesn't count then.
    /// </summary>
    public DirectRoute? Direct { get; init; }

    /// <summary>This computer's settings count where nothing else is named.</summary>
    public bool UseSystem { get; init; }

    /// <summary>
    /// Proxies that a PAC file may name and the configured account may be shown to, as names or addresses; without them it is shown to the named proxy alone.
    /// </summary>
    public ImmutableArray<string> AccountHosts { get; init; } = [];

    /// <summary>Why a text can't be the place of a PAC file; null when it can.</summary>
    public static string? PacFlaw(string place) => PacLocation.Flaw(place);

    /// <summary>A named proxy, and nothing else.</summary>
    public static RouteSettings Only(string proxy, RouteOrigin origin) => new() { Origin = origin, Proxy = proxy };
}
