namespace Orchestrator.Trust.Certificates;

/// <summary>RFC 5280's key usage, as far as our certificates use it; the values are the bits of a named bit list.</summary>
[Flags]
internal enum CertificateKeyUsage
{
    None = 0,
    DigitalSignature = 1 << 0,
    KeyEncipherment = 1 << 2,
    KeyCertSign = 1 << 5,
}
