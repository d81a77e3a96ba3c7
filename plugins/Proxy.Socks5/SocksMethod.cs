namespace Orchestrator.Plugins.Proxy.Socks5;

/// <summary>Methods of authentication (RFC 1928, section 3).</summary>
internal enum SocksMethod : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>User name and password.</summary>
    Password = 2,

    /// <summary>The proxy takes none of those that were offered.</summary>
    NoneAcceptable = 255,
}
