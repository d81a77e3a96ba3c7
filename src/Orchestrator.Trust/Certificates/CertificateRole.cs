namespace Orchestrator.Trust.Certificates;

/// <summary>What a certificate makes its key. A key has one role; the number stands in the certificate and never changes its meaning.</summary>
public enum CertificateRole
{
    /// <summary>The vendor's offline root: certifies the issuing key and brokers.</summary>
    Root = 1,

    /// <summary>The broker's admission: certifies technicians for hours and signs tickets.</summary>
    Issuing = 2,

    /// <summary>A broker under its DNS name.</summary>
    Broker = 3,

    /// <summary>A technician who signed in.</summary>
    Technician = 4,
}
