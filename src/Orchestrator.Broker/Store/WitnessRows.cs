namespace Orchestrator.Broker.Store;

/// <summary>A customer's witness that an administrator enrolled.</summary>
internal sealed class WitnessRow
{
    /// <summary>As the administrator calls it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of its link's RSA key, lower-case hex.</summary>
    public required string KeyFingerprint { get; set; }

    /// <summary>The key under which it cosigns, as text.</summary>
    public required string VerifierKey { get; set; }

    public long AddedAt { get; set; }
}

/// <summary>What introduces a run's log to witnesses. Only ever added.</summary>
internal sealed class WitnessedRunRow
{
    public int Session { get; set; }

    public required string Origin { get; set; }

    /// <summary>Ed25519.</summary>
    public required byte[] LogKey { get; set; }

    /// <summary>The run's RSA key, SubjectPublicKeyInfo.</summary>
    public required byte[] RunKey { get; set; }

    /// <summary>Its signature over the log key.</summary>
    public required byte[] Binding { get; set; }

    /// <summary>The site's; empty where it has no secret.</summary>
    public required byte[] Tag { get; set; }

    public long RegisteredAt { get; set; }
}
