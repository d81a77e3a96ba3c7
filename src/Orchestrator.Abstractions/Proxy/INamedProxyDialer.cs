namespace Orchestrator.Abstractions;

/// <summary>
/// A dialer that also says how the site names its proxy. The host's dialers are, from contract 1.4 on; a connector looks whether the one that it was
/// given is, and does without where it isn't. Kerberos needs the name.
/// </summary>
public interface INamedProxyDialer : IProxyDialer
{
    /// <summary>The proxy's DNS name, ASCII, or its address as text; without port. Doesn't change, never throws.</summary>
    string ProxyHost { get; }
}
