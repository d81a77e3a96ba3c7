using Orchestrator.Audit.Log;

namespace Orchestrator.Audit.Runs;

/// <summary>Runs on a disk whose broker hasn't confirmed their last checkpoint, as far as the notes beside them say.</summary>
public static class UndeliveredRuns
{
    /// <summary>So many are looked at in one start; the rest at the next.</summary>
    public const int Most = 16;

    /// <summary>The newest of them, newest first. A run that is still going on isn't one; one that had no session is noted and left out.</summary>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="own">Name of this run's folder.</param>
    public static IReadOnlyList<EarlierRun> Find(string root, string own)
    {
        var found = new List<EarlierRun>();
        foreach (var name in RunFolderName.List(root).Reverse())
        {
            var folder = new LogFolder(Path.Combine(root, name.ToString()));
            if (name.ToString() == own || DeliveredNote.Read(folder) is not null || RemovedRun.IsIn(folder) || !File.Exists(folder.Records) || IsOpen(folder))
                continue;
            if (TryOpen(folder) is { } run)
                found.Add(run);
            if (found.Count == Most)
                break;
        }

        return found;
    }

    private static EarlierRun? TryOpen(LogFolder folder)
    {
        try
        {
            var run = EarlierRun.Open(folder.Path);
            if (run is { Session: null, Tampered: false })
                DeliveredNote.Of(null).Write(folder);
            return run is { Session: not null } ? run : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's run, or a disk that fails: it stays undelivered, and is looked at again at the next start.
            return null;
        }
    }

    /// <summary>Its process holds the lock as long as it lives.</summary>
    internal static bool IsOpen(LogFolder folder)
    {
        if (!File.Exists(folder.Lock))
            return false;
        try
        {
            using var held = new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
