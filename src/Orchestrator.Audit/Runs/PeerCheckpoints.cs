using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Runs;

/// <summary>The broker's checkpoints that runs on a disk kept beside their logs: what a broker that was set back can't take away.</summary>
public static class PeerCheckpoints
{
    // The newest runs saw the newest; a few more in case some never had a link.
    private const int Runs = 8;

    /// <summary>The largest that earlier runs kept and this key signed; null when there is none.</summary>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="own">Name of this run's folder.</param>
    /// <param name="key">The broker's log key.</param>
    public static SignedCheckpoint? Newest(string root, string own, Ed25519Public key)
    {
        SignedCheckpoint? newest = null;
        foreach (var name in RunFolderName.List(root).Reverse().Where(n => n.ToString() != own).Take(Runs))
        {
            try
            {
                using var stream = LogScan.OpenForReading(new LogFolder(Path.Combine(root, name.ToString())).PeerCheckpoints);
                CheckpointScanner.Scan(stream, note =>
                {
                    if (Verify(note, key) is { } found && found.Checkpoint.Size > (newest?.Checkpoint.Size ?? 0))
                        newest = found;
                });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's run says nothing here.
            }
        }

        return newest;
    }

    /// <summary>The name of the broker's log isn't configured, its key is: the note's own first line names it.</summary>
    public static SignedCheckpoint? Verify(ReadOnlyMemory<byte> note, Ed25519Public key)
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
}
