using System.Security.Cryptography;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Evidence;
using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>What must be true when the demonstration is over. Each check has a name, and a sabotage that it finds.</summary>
internal static class DemoChecks
{
    /// <summary>All that doesn't hold, in the order of the story.</summary>
    public static async Task<IReadOnlyList<DemoFailure>> RunAsync(DemoStage stage, DemoStory story, CancellationToken cancellationToken)
    {
        var failures = new List<DemoFailure>();
        if (stage.Instrument.State is not (RunState.Running or RunState.Finished))
        {
            failures.Add(new DemoFailure("run", $"The run should go on after Retry, but it is {stage.Instrument.State}."));
        }

        CheckPictures(story, failures);
        CheckFiles(stage, story, failures);
        await CheckLogsAsync(stage, story, failures, cancellationToken);
        return failures;
    }

    private static void CheckPictures(DemoStory story, List<DemoFailure> failures)
    {
        if (!File.Exists(story.Before) || !File.Exists(story.After) || File.ReadAllBytes(story.Before).SequenceEqual(File.ReadAllBytes(story.After)))
        {
            failures.Add(new DemoFailure("screenshots", "The pictures before and after Retry should exist and differ."));
        }
    }

    private static void CheckFiles(DemoStage stage, DemoStory story, List<DemoFailure> failures)
    {
        var received = Path.Combine(stage.Instrument.WorklistsDirectory, "corrected.gwl");
        if (!IsSame(received, stage.CorrectedWorklist))
        {
            failures.Add(new DemoFailure("sent-file", "The corrected worklist at the instrument should be what the technician sent."));
        }

        // The log grows while the run goes on: what was fetched must be the beginning of what is there now.
        var given = story.GivenLog;
        var fetched = File.Exists(story.FetchedLog) ? File.ReadAllBytes(story.FetchedLog) : [];
        if (fetched.Length == 0 || fetched.Length > given.Length || !given.AsSpan(0, fetched.Length).SequenceEqual(fetched))
        {
            failures.Add(new DemoFailure("fetched-file", "The fetched log should be the instrument's log, byte for byte."));
        }
    }

    private static bool IsSame(string path, byte[] expected) =>
        File.Exists(path) && SHA256.HashData(File.ReadAllBytes(path)).SequenceEqual(SHA256.HashData(expected));

    private static async Task CheckLogsAsync(DemoStage stage, DemoStory story, List<DemoFailure> failures, CancellationToken cancellationToken)
    {
        var run = Directory.GetDirectories(stage.InstrumentLogs).Order(StringComparer.Ordinal).LastOrDefault();
        if (run is null || story.Session is not { } session)
        {
            failures.Add(new DemoFailure("logs", "There should be a log at the instrument."));
            return;
        }

        Verify("instrument", run, failures);
        var broker = await BrokerEvidence.OpenAsync(stage.Vendor.Setup.DataFolder, cancellationToken);
        Verify("broker", broker.LogFolder, failures);
        var findings = SessionDiff.Compare(InstrumentStory.Read(run), await broker.ClaimsAsync(session, cancellationToken), broker.Observed(session));
        failures.AddRange(findings.Where(f => f.Severity != FindingSeverity.Note).Select(f => new DemoFailure("logs-agree", f.Sentence)));
    }

    private static void Verify(string whose, string folder, List<DemoFailure> failures)
    {
        if (!NoteKey.TryParse(File.ReadAllText(new LogFolder(folder).Key).Trim(), out var key))
        {
            failures.Add(new DemoFailure($"{whose}-log", "The log's key can't be read."));
            return;
        }

        var report = LogVerifier.Verify(new LogVerification { Folder = folder, Key = key });
        failures.AddRange(report.Findings
            .Where(f => f.Severity != FindingSeverity.Note)
            .Select(f => new DemoFailure($"{whose}-log", f.Sentence)));
    }
}
