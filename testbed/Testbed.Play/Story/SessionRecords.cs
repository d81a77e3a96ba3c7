using System.Collections.Immutable;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;

namespace Orchestrator.Testbed.Play.Story;

/// <summary>What both logs say about one run, and whether they hold.</summary>
internal sealed class SessionRecords(string runFolder, string brokerData, bool isSlow)
{
    private static readonly TimeSpan EndIsRecordedWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndIsLookedForEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Event codes in the run's own log.</summary>
    public ImmutableSortedSet<string> AtInstrument() =>
        runFolder.Length == 0 ? [] : Read(runFolder).Select(record => record.Body.Event).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>
    /// Waits until the broker has recorded the session's end, for which it has some seconds: it does so when the instrument has left. Another process writes
    /// its log, so looking again is all that there is.
    /// </summary>
    public async Task UntilEndedAtBrokerAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!AtBroker(session).Overlaps([BrokerEventCodes.SessionEnded, BrokerEventCodes.MissingEnd]) && TimeProvider.System.GetElapsedTime(since) < EndIsRecordedWithin)
            await Task.Delay(EndIsLookedForEvery, cancellationToken);
    }

    /// <summary>Event codes of the broker's records about a session, as far as they are written.</summary>
    public ImmutableSortedSet<string> AtBroker(SessionNumber session) => Read(Path.Combine(brokerData, "log"))
        .Where(record => record.Body.Session == session.ToString())
        .Select(record => record.Body.Event)
        .ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>What doesn't hold: the run's log by itself, and, where there was a session, against what the broker was told and saw.</summary>
    public async Task<IReadOnlyList<string>> FlawsAsync(SessionNumber? session, CancellationToken cancellationToken)
    {
        if (runFolder.Length == 0)
            return [];
        var flaws = new List<string>();
        if (NoteKey.TryParse(File.ReadAllText(new LogFolder(runFolder).Key).Trim(), out var key))
            flaws.AddRange(Worse(LogVerifier.Verify(new LogVerification { Folder = runFolder, Key = key }).Findings));
        else
            flaws.Add("the key of the instrument's log can't be read");
        if (session is { } number)
        {
            var broker = await BrokerEvidence.OpenAsync(brokerData, cancellationToken);
            flaws.AddRange(Worse(SessionDiff.Compare(InstrumentStory.Read(runFolder), await broker.ClaimsAsync(number, cancellationToken), broker.Observed(number))));
        }

        return flaws;
    }

    /// <summary>On a bad wire the last counts may come too late to be told, which is a warning and no fault.</summary>
    private IEnumerable<string> Worse(IEnumerable<Finding> findings) =>
        findings.Where(finding => finding.Severity >= (isSlow ? FindingSeverity.Error : FindingSeverity.Warning)).Select(finding => finding.Sentence);

    private static IEnumerable<AuditRecord> Read(string folder)
    {
        using var stream = new FileStream(new LogFolder(folder).Records, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            // The last line may be half written: it is another session's.
            if (RecordReader.Read(Encoding.UTF8.GetBytes(line), out var record) == RecordFailure.None)
                yield return record!;
        }
    }
}
