using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Log;

/// <summary>What a log is opened with.</summary>
public sealed class EvidenceLogOptions
{
    /// <summary>Folder of this log; made when it isn't there.</summary>
    public required string Folder { get; init; }

    /// <summary>Origin and key.</summary>
    public required CheckpointSigner Signer { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>New records are covered by a checkpoint after this time at the latest.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Appends that may wait; more callers wait for room.</summary>
    public int QueueLength { get; init; } = 1024;

    /// <summary>Called with each new checkpoint once it is durable; must return at once and not throw.</summary>
    public Action<SignedCheckpoint>? OnCheckpoint { get; init; }

    /// <summary>Opens the records and checkpoint files; tests put failing disks here.</summary>
    internal Func<string, ILogFile> OpenFile { get; init; } = path => new AppendOnlyFile(path);

    /// <summary>Called on the writer with each record once it is on the disk, in order. Must return at once and not throw.</summary>
    public Action<long, ReadOnlyMemory<byte>>? OnDurable { get; init; }
}
