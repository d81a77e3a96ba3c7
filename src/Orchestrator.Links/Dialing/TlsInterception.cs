namespace Orchestrator.Links.Dialing;

/// <summary>Whether somebody with a trusted certificate of his own reads inside the outer TLS.</summary>
public enum TlsInterception
{
    /// <summary>It can't be told: the configuration lists neither keys nor roots of the vendor's certificates.</summary>
    Unknown,

    /// <summary>The chain holds one of the vendor's.</summary>
    None,

    /// <summary>The certificate is valid on this computer and isn't the vendor's: the site's network inspects TLS.</summary>
    Intercepted,
}
