using System.Globalization;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Runs;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>What earlier runs left in the folder of all runs; how their delivery ended is in this run's log, and said to the operator where it concerns him.</summary>
/// <param name="root">Folder of all runs.</param>
/// <param name="journal">This run's.</param>
/// <param name="remark">Shows a sentence to the operator.</param>
internal sealed class EarlierRunsOnDisk(string root, InstrumentJournal journal, Action<string> remark) : IEarlierRuns
{
    /// <inheritdoc/>
    public IReadOnlyList<EarlierRun> Find() => UndeliveredRuns.Find(root, Path.GetFileName(journal.Directory));

    /// <inheritdoc/>
    public async Task EndedAsync(EarlierRun run, TailDelivered how)
    {
        // The record first: a note without one would hide that something was delivered.
        if (how.Records > 0 || how.Code.Length > 0 || run.Records > run.Signed)
        {
            try
            {
                await journal.NoteDeliveryAsync(run, how).ConfigureAwait(false);
            }
            catch (EvidenceLogException)
            {
                // A log that can't be written ends the session by itself; the run counts as undelivered.
                return;
            }
        }

        var day = run.Name.Started.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        if (how.Code.Length > 0)
        {
            remark($"The log of the run of {day} couldn't be delivered to the vendor's server ({how.Code}): {how.Sentence}");
            return;
        }

        DeliveredNote.Of(run.Last?.Checkpoint).Write(run.Folder);
        if (how.Records > 0)
            remark($"What the run of {day} had left unsent of its log is now delivered to the vendor's server ({how.Records} records).");
    }
}
