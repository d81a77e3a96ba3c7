namespace Orchestrator.Protocol;

/// <summary>
/// Where received bytes go: a temporary file that gets its final name only by <see cref="CommitAsync"/>. <see cref="IOException"/> and
/// <see cref="UnauthorizedAccessException"/> become an abort; the receiver then discards.
/// </summary>
public interface IFileTarget
{
    /// <summary>Appends bytes whose hash matched.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Makes the bytes durable and gives the file its final name. Called once, after the whole hash matched.</summary>
    ValueTask CommitAsync(CancellationToken cancellationToken);

    /// <summary>Removes what was written. Must not throw; called at most once, never after a commit that succeeded.</summary>
    ValueTask DiscardAsync();
}
