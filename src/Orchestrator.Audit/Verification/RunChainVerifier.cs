using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;

namespace Orchestrator.Audit.Verification;

/// <summary>
/// Checks that the runs on a disk follow each other without a hole: each run's first record names the run before it and its
/// last checkpoint. Keys are taken from the folders, so this finds missing runs; <see cref="LogVerifier"/> proves each run.
/// </summary>
public static class RunChainVerifier
{
    /// <summary>Findings about the chain; empty when it has no hole.</summary>
    public static IReadOnlyList<Finding> Verify(string root)
    {
        var findings = new List<Finding>();
        RunFolderName? before = null;
        foreach (var run in RunFolderName.List(root))
        {
            CheckRun(root, run, before, findings);
            before = run;
        }

        CheckRemoved(root, findings);
        return findings;
    }

    /// <summary>A removal by the program is in the log of the next run; a stub that no later run names was made by hand, or just now.</summary>
    private static void CheckRemoved(string root, List<Finding> findings)
    {
        var runs = RunFolderName.List(root);
        var removed = runs.Where(r => RemovedRun.IsIn(new LogFolder(Path.Combine(root, r.ToString())))).ToList();
        if (removed.Count == 0)
            return;
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in runs.Except(removed))
        {
            using var stream = LogScan.OpenForReading(new LogFolder(Path.Combine(root, run.ToString())).Records);
            var lines = new LineScanner(stream, RecordLimits.LineBytes);
            while (lines.TryNext(out var line))
            {
                if (line.Span.IndexOf("\"event\":\"run.removed\""u8) > 0 && RecordReader.Read(line.Span, out var record) == RecordFailure.None
                    && record!.Body.Event == EventCodes.RunRemoved && record.Body.Data.Read().TryGetProperty("folder", out var folder))
                    recorded.Add(folder.GetString() ?? "");
            }
        }

        foreach (var run in removed)
        {
            findings.Add(recorded.Contains(run.ToString())
                ? new Finding(FindingSeverity.Note, "run-removed", $"The records of {run} were removed because they were old; a later run has recorded it.")
                : new Finding(FindingSeverity.Warning, "run-removed-unrecorded", $"The records of {run} are removed, and no later run has recorded it."));
        }
    }

    private static void CheckRun(string root, RunFolderName run, RunFolderName? before, List<Finding> findings)
    {
        var first = ReadFirst(root, run);
        if (first is null)
        {
            findings.Add(Error("run-unreadable", $"The first record of {run} can't be read."));
            return;
        }

        var data = first.Body.Data.Read();
        if (first.Body.Event != EventCodes.RunStarted || !data.TryGetProperty("previous", out var previous))
        {
            findings.Add(Error("run-start", $"The first record of {run} doesn't say which run was before it."));
            return;
        }

        if (!data.TryGetProperty("ordinal", out var ordinal) || ordinal.ValueKind != JsonValueKind.Number || !ordinal.TryGetInt32(out var number) || number != run.Ordinal)
            findings.Add(Error("run-renamed", $"The folder {run} doesn't carry the number that its first record has."));
        if (previous.ValueKind == JsonValueKind.Null)
        {
            if (before is not null)
                findings.Add(Error("run-start", $"{run} says that there was no run before it; {before} is here."));
            return;
        }

        var named = PreviousRun.Read(previous);
        if (named is null || before is null || named.Folder != before.ToString())
            findings.Add(Error("run-missing", $"{run} names {named?.Folder ?? "another run"} as the run before it; {(before is null ? "no earlier run" : before.ToString())} is here."));
        else if (named.Last is not null && !HasCheckpoint(root, before, named.Last))
            findings.Add(Error("run-changed", $"{run} names a checkpoint of {before} that isn't there any more."));
    }

    private static AuditRecord? ReadFirst(string root, RunFolderName run)
    {
        var folder = new LogFolder(Path.Combine(root, run.ToString()));
        if (RemovedRun.IsIn(folder))
            return RemovedRun.Read(folder) is { } removed && RecordReader.Read(removed.First.Span, out var kept) == RecordFailure.None ? kept : null;
        using var stream = LogScan.OpenForReading(folder.Records);
        return new LineScanner(stream, RecordLimits.LineBytes).TryNext(out var line) && RecordReader.Read(line.Span, out var record) == RecordFailure.None ? record : null;
    }

    private static bool HasCheckpoint(string root, RunFolderName run, Checkpoint wanted)
    {
        var folder = new LogFolder(Path.Combine(root, run.ToString()));
        if (RemovedRun.Read(folder) is { } removed)
            return removed.Last.Checkpoint == wanted;
        return File.Exists(folder.Key) && NoteKey.TryParse(File.ReadAllText(folder.Key).TrimEnd('\n'), out var key)
            && LogScan.Run(folder, key) is { Tampered: false } scan && scan.Checkpoints.Contains(wanted);
    }

    private static Finding Error(string code, string sentence) => new(FindingSeverity.Error, code, sentence);
}
