using System.Globalization;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Runs;

/// <summary>Removes whole runs that are older than the policy wants, closed, and delivered; leaves a stub of each (<see cref="RemovedRun"/>).</summary>
public static class RunRetention
{
    /// <summary>Why a run must stay; null when it may go.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="minimumAge">Counted from its last record, its start, or the last change of its file, whichever is newest: a clock that was wrong keeps it longer.</param>
    /// <param name="now">The computer's time.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static string? WhyNot(string path, TimeSpan minimumAge, DateTimeOffset now) => Judge(path, minimumAge, now).Why;

    /// <summary>Removes one.</summary>
    /// <exception cref="RetentionException">It must stay: the sentence says why.</exception>
    /// <exception cref="IOException">It can't be read or written. The stub is written first, so calling again finishes it.</exception>
    public static RemovedRun Remove(string path, TimeSpan minimumAge, DateTimeOffset now, string by, string reason)
    {
        var folder = new LogFolder(path);

        // A removal that was cut off before: its stub says that it was allowed.
        if (RemovedRun.Read(folder) is { } begun)
        {
            Empty(folder);
            return begun;
        }

        var (run, why) = Judge(path, minimumAge, now);
        if (run is null || why is not null)
            throw new RetentionException(why ?? "It can't be read.");
        var tree = new MerkleTree();
        foreach (var line in run.Read(0))
            tree.Append(MerkleHasher.Leaf(line.Span));
        var removed = new RemovedRun(run.Key, run.Last!, run.Read(0).First(), tree.InclusionProof(0, run.Signed), now, RecordText.Clip(by, 128), RecordText.Clip(reason, 480));
        removed.Write(folder);
        Empty(folder);
        return removed;
    }

    private static (EarlierRun? Run, string? Why) Judge(string path, TimeSpan minimumAge, DateTimeOffset now)
    {
        var folder = new LogFolder(path);
        if (RemovedRun.IsIn(folder))
            return (null, "It was removed before.");
        if (UndeliveredRuns.IsOpen(folder))
            return (null, "It is still being written.");
        if (EarlierRun.Open(path) is not { } run)
            return (null, "It isn't the log of a run, or its key can't be read.");
        if (run.Tampered)
            return (run, "It was changed after it was signed: that is evidence, and stays.");
        if (run.Last is null || run.Records != run.Signed)
            return (run, string.Create(CultureInfo.InvariantCulture, $"{run.Records - run.Signed} of its records are signed by nobody and lie nowhere else."));
        if (DeliveredNote.Read(folder) != DeliveredNote.Of(run.Session is null ? null : run.Last.Checkpoint))
            return (run, "The vendor's server hasn't confirmed that it has all of it. Start QuickSupport once with a connection.");
        if (ErasureLog.Unrecorded(folder).Count > 0)
            return (run, "Texts of it were erased, and no later run has recorded that yet. Start QuickSupport once.");
        var age = now - Newest(run);
        return age >= minimumAge
            ? (run, null)
            : (run, string.Create(CultureInfo.InvariantCulture, $"It is {Math.Max(0, (int)age.TotalDays)} days old; the policy keeps runs for {(int)minimumAge.TotalDays} days."));
    }

    private static DateTimeOffset Newest(EarlierRun run)
    {
        var newest = run.Name.Started;
        foreach (var line in run.Read(run.Records - 1))
        {
            if (RecordReader.Read(line.Span, out var record) == RecordFailure.None)
                newest = Later(newest, DateTimeOffset.FromUnixTimeMilliseconds(record!.When.UtcMilliseconds));
        }

        return Later(newest, new DateTimeOffset(File.GetLastWriteTimeUtc(run.Folder.Records), TimeSpan.Zero));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static void Empty(LogFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path).Where(f => !Path.GetFileName(f).StartsWith(RemovedRun.FileName, StringComparison.Ordinal)).ToList())
            File.Delete(file);
    }
}

/// <summary>A run that must stay.</summary>
public sealed class RetentionException(string sentence) : Exception(sentence);
