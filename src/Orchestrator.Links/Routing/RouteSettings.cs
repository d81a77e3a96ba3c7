namespace Orchestrator.Links.Routing;

/// <summary>
/// What somebody said about the way out. A proxy, PAC file or WPAD domain that is named comes alone; without one this computer's own settings count,
/// if they may.
/// </summary>
public sealed record RouteSettings
{
    /// <summary>Nobody said anything, and this computer's settings aren't looked at: straight to the broker.</summary>
    public static RouteSettings DirectOnly { get; } = new();

    /// <summary>Who said it.</summary>
    public RouteOrigin Origin { get; init; }

    /// <summary>Proxy as scheme://host:port; null: none is named.</summary>
    public string? Proxy { get; init; }

    /// <summary>When the way without a proxy is tried; null: never beside a named proxy, last beside this computer's. A PAC file says it itself.</summary>
    public DirectRoute? Direct { get; init; }

    /// <summary>A named proxy, and nothing else.</summary>
    public static RouteSettings Only(string proxy, RouteOrigin origin) => new() { Origin = origin, Proxy = proxy };
}
