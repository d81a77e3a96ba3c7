using Orchestrator.Abstractions;
using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>What every scheme needs of one attempt.</summary>
/// <param name="Tunneling">The connections.</param>
/// <param name="Credentials">The host's.</param>
/// <param name="ProxyHost">The proxy's name or address; null when the host doesn't say it.</param>
/// <param name="Time">For limits.</param>
internal sealed record Climb(Tunneling Tunneling, IProxyCredentials Credentials, string? ProxyHost, TimeProvider Time);

/// <summary>One scheme with one kind of credential, tried at most once.</summary>
internal interface IRung
{
    /// <summary>The scheme's name.</summary>
    string Scheme { get; }

    /// <summary>Tries it.</summary>
    Task<Outcome> TryAsync(Climb climb, Challenges.Offer offer, CancellationToken cancellationToken);
}
