using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;

namespace Orchestrator.Links.Dialing;

/// <summary>Asks a person for an account at a proxy. The limits of a dial stand still meanwhile.</summary>
public interface IProxyLogin
{
    /// <summary>Asks once.</summary>
    /// <returns>Null when the person has none, or nobody answers: that proxy isn't asked about again.</returns>
    ValueTask<ProxyCredential?> AskAsync(ProxyQuestion question, CancellationToken cancellationToken);
}

/// <summary>What a person is asked.</summary>
/// <param name="Proxy">The proxy, as scheme://host:port.</param>
/// <param name="NamedBy">Who named it: a person should know where the name of the machine comes from that is to get the password.</param>
/// <param name="Realm">What the proxy says about itself; empty when nothing. A stranger's text.</param>
/// <param name="IsRefused">True when the proxy refused what was typed before.</param>
public sealed record ProxyQuestion(string Proxy, RouteOrigin NamedBy, string Realm, bool IsRefused);
