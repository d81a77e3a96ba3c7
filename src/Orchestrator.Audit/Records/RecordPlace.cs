namespace Orchestrator.Audit.Records;

/// <summary>Where it happened.</summary>
public sealed record RecordPlace
{
    /// <summary>Computer name.</summary>
    public string? Device { get; init; }

    /// <summary>Instrument name.</summary>
    public string? Instrument { get; init; }

    /// <summary>Instrument serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>Site.</summary>
    public string? Site { get; init; }

    /// <summary>Operating system.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Own address and port of the connection.</summary>
    public string? Local { get; init; }

    /// <summary>The other end's address and port.</summary>
    public string? Remote { get; init; }

    /// <summary>Proxy on the way.</summary>
    public string? Proxy { get; init; }

    /// <summary>By which scheme this end signed in to the proxy; null when it didn't.</summary>
    public string? ProxyScheme { get; init; }

    /// <summary>Issuer of the outer TLS certificate: shows an intercepting proxy.</summary>
    public string? TlsIssuer { get; init; }

    /// <summary>Whether that one is the vendor's: none, intercepted, unknown.</summary>
    public string? TlsInterception { get; init; }
}
