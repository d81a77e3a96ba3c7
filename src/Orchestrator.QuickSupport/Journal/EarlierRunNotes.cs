using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// What was done to earlier runs on this disk since the last one, as records of this run: texts that were erased, runs that were removed. Marked as recorded
/// only behind the record, so a crash may record twice and never not at all.
/// </summary>
internal static class EarlierRunNotes
{
    private const string Mark = RemovedRun.FileName + ".recorded";

    /// <summary>Writes what no run has written yet.</summary>
    /// <exception cref="EvidenceLogException">It can't be written.</exception>
    public static async Task WriteAsync(string root, RecordLog log, RecordActor self, ErasableTexts texts, CancellationToken cancellationToken)
    {
        foreach (var name in RunFolderName.List(root))
        {
            var folder = new LogFolder(Path.Combine(root, name.ToString()));
            try
            {
                var erased = ErasureLog.Unrecorded(folder);
                foreach (var entry in erased)
                    await AppendAsync(log, RunRecords.TextsErased(self, name.ToString(), entry, texts.Commit(entry.What.Reason)), cancellationToken).ConfigureAwait(false);
                if (erased.Count > 0)
                    ErasureLog.MarkRecorded(folder);
                if (RemovedRun.IsIn(folder) && !File.Exists(Path.Combine(folder.Path, Mark)))
                {
                    var removed = RemovedRun.Read(folder);
                    await AppendAsync(log, RunRecords.Removed(self, name.ToString(), removed, removed is null ? null : texts.Commit(removed.Reason)), cancellationToken).ConfigureAwait(false);
                    await File.WriteAllTextAsync(Path.Combine(folder.Path, Mark), "", cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's run: his next one records it.
            }
        }
    }

    private static async Task AppendAsync(RecordLog log, RecordBody body, CancellationToken cancellationToken)
    {
        var result = await log.AppendAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!result.IsDurable)
            throw new EvidenceLogException(EvidenceLogFailure.Unwritable, result.Reason ?? "The evidence log can't be written.");
    }
}
