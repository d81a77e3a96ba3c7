namespace Orchestrator.Broker.Store;

/// <summary>A run of QuickSupport that registered: by this its log is judged for ever. Only ever added.</summary>
internal sealed class RunRow
{
    /// <summary>Session number; never given twice.</summary>
    public int Session { get; set; }

    /// <summary>Origin line of its log.</summary>
    public required string LogOrigin { get; set; }

    /// <summary>Ed25519, 32 bytes.</summary>
    public required byte[] LogKey { get; set; }

    /// <summary>SubjectPublicKeyInfo of the run's RSA key.</summary>
    public required byte[] RunKey { get; set; }

    /// <summary>The run key's signature over the log key.</summary>
    public required byte[] Binding { get; set; }

    /// <summary>Unix milliseconds, as all times in this store.</summary>
    public long RegisteredAt { get; set; }

    /// <summary>When it was found to have signed two stories, for the first time.</summary>
    public long? ForkSeenAt { get; set; }
}
