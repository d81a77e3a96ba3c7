using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// Keeps the broker's signed checkpoints beside the instrument's own log, so that the broker can't tell two stories. Only what the configured key signed
/// is kept, and the broker's log may only grow.
/// </summary>
internal sealed class BrokerCheckpoints(string path, Ed25519Public key) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    private readonly Lock _gate = new();

    /// <summary>The newest; null before the first.</summary>
    public SignedCheckpoint? Newest { get; private set; }

    /// <summary>Keeps one.</summary>
    /// <exception cref="IOException">It isn't signed by the broker's log key, or its log shrank or changed its name: nothing of this broker counts any more.</exception>
    public void Keep(ReadOnlyMemory<byte> note)
    {
        var found = Verify(note) ?? throw new IOException("The vendor's server gave a checkpoint that its log key didn't sign.");
        lock (_gate)
        {
            if (Newest is { } last)
            {
                if (last.Checkpoint.Origin != found.Checkpoint.Origin || last.Checkpoint.Size > found.Checkpoint.Size)
                    throw new IOException("The vendor's server gave a checkpoint of another log, or of a shorter one.");
                if (last.Checkpoint == found.Checkpoint)
                    return;
            }

            Newest = found;
            _file.Write(note.Span);
            _file.WriteByte((byte)'\n');
            _file.Flush(flushToDisk: false);
        }
    }

    /// <summary>The name of the broker's log isn't configured, its key is: the note's own first line names it.</summary>
    private SignedCheckpoint? Verify(ReadOnlyMemory<byte> note)
    {
        try
        {
            var origin = Encoding.UTF8.GetString(note.Span).Split('\n')[0];
            return SignedCheckpoint.Verify(note.Span, new NoteKey(origin, key), out var found) == NoteFailure.None ? found : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
