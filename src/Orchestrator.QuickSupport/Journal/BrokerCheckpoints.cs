using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Runs;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// Keeps the broker's signed checkpoints beside the instrument's own log, so that the broker can't tell two stories. Only what the configured key signed
/// is kept, and the broker's log may only grow.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="key">The broker's log key.</param>
/// <param name="earlier">The newest that earlier runs on this disk kept; null when there is none.</param>
internal sealed class BrokerCheckpoints(string path, Ed25519Public key, SignedCheckpoint? earlier) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    private readonly Lock _gate = new();

    /// <summary>The newest; null before the first.</summary>
    public SignedCheckpoint? Newest { get; private set; }

    /// <summary>Keeps one.</summary>
    /// <returns>What an earlier run kept, when this is the run's first and can't come behind it: the broker's log was set back.</returns>
    /// <exception cref="IOException">It isn't signed by the broker's log key, or its log shrank or changed its name: nothing of this broker counts any more.</exception>
    public SignedCheckpoint? Keep(ReadOnlyMemory<byte> note)
    {
        var found = PeerCheckpoints.Verify(note, key) ?? throw new IOException("The vendor's server gave a checkpoint that its log key didn't sign.");
        lock (_gate)
        {
            var isFirst = Newest is null;
            if (Newest is { } last)
            {
                if (last.Checkpoint.Origin != found.Checkpoint.Origin || last.Checkpoint.Size > found.Checkpoint.Size || IsOther(last.Checkpoint, found.Checkpoint))
                    throw new IOException("The vendor's server gave a checkpoint of another log, of a shorter one, or of one with other records.");
                if (last.Checkpoint == found.Checkpoint)
                    return null;
            }

            Newest = found;
            _file.Write(note.Span);
            _file.WriteByte((byte)'\n');
            _file.Flush(flushToDisk: false);
            return isFirst && earlier is not null && earlier.Checkpoint.Origin == found.Checkpoint.Origin
                && (found.Checkpoint.Size < earlier.Checkpoint.Size || IsOther(earlier.Checkpoint, found.Checkpoint)) ? earlier : null;
        }
    }

    private static bool IsOther(Checkpoint one, Checkpoint other) => one.Size == other.Size && one.Root != other.Root;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
