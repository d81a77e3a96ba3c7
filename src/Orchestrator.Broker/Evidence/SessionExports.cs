using System.Collections.Immutable;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Export;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Broker.Evidence;

/// <summary>Makes an export of what a broker has of a session, and where the run's folder is at hand of the instrument's own log with its texts.</summary>
internal static class SessionExports
{
    /// <param name="records">Of the session.</param>
    /// <param name="texts">Those beside the broker's log.</param>
    /// <param name="runFolder">Folder of the run's log at the instrument; null without it.</param>
    /// <param name="madeBy">Program and version.</param>
    /// <param name="now">When.</param>
    /// <exception cref="BrokerException">The folder has no log, or another run's.</exception>
    public static SessionExport Make(SessionRecords records, ITextVault texts, string? runFolder, string madeBy, DateTimeOffset now) =>
        SessionExport.Of(records.Session.ToString(), madeBy, now, [runFolder is null ? Claims(records) : Run(records, runFolder), Own(records, texts)]);

    private static ExportedLog Claims(SessionRecords records)
    {
        var (signed, sentence) = CheckClaims(records);
        return new ExportedLog
        {
            Id = "instrument",
            Title = "The instrument's log, as the broker was given it",
            Origin = records.RunKey?.Name ?? "unknown",
            Proof = new ExportedProof(signed == records.Claims.Length && signed > 0, records.RunKey?.ToString() ?? "", sentence, []),
            Lines = records.Claims,
            RecordsInLog = Math.Max(records.Claims.Length, signed),
        };
    }

    /// <summary>How many records the newest checkpoint proves, and what that means.</summary>
    private static (long Signed, string Sentence) CheckClaims(SessionRecords records)
    {
        if (records.RunKey is not { } key || SignedCheckpoint.Verify(records.Note.Span, key, out var signed) != NoteFailure.None)
        {
            return (0, "There is no checkpoint that the registered key of this run signed, so nothing proves these records.");
        }

        var (size, root) = (signed!.Checkpoint.Size, signed.Checkpoint.Root);
        if (size > records.Claims.Length)
        {
            return (size, $"The run's key signed {size} records; only {records.Claims.Length} are here. The rest was never delivered.");
        }

        return records.ClaimsRoot(size) != root ? (0, $"The first {size} records aren't those that the run's key signed.")
            : size == records.Claims.Length ? (size, $"All {size} records are those that the run's key signed.")
            : (size, $"The first {size} records are those that the run's key signed; {records.Claims.Length - size} came after the newest checkpoint, and nothing proves them.");
    }

    private static ExportedLog Run(SessionRecords records, string folder)
    {
        var place = new LogFolder(folder);
        if (!File.Exists(place.Records))
        {
            throw new BrokerException(ExitCode.DataFolder, $"There is no log in {folder}. Name the folder of one run: QuickSupport says where it lies.");
        }

        if (records.RunKey is not { } key)
        {
            throw new BrokerException(ExitCode.Refused, "The broker doesn't know the key of this run's log, so the folder can't be checked. Leave --run out.");
        }

        var lines = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        LogScan.Run(place, key, (_, line) => lines.Add(line.ToArray()));
        var report = LogVerifier.Verify(new LogVerification { Folder = folder, Key = key, KnownCheckpoints = records.Note.IsEmpty ? [] : [records.Note] });
        return LogExports.OfReport("instrument", "The instrument's own log", report, key, lines.ToImmutable(), KnownTexts.Read(place));
    }

    private static ExportedLog Own(SessionRecords records, ITextVault texts)
    {
        var scan = records.Scan;
        var behind = records.Own.Count(one => one.Sequence >= scan.SignedSize);
        var good = scan.Problems.All(problem => problem.Sequence >= scan.SignedSize) && !scan.Tampered;
        var sentence = !good ? "The broker's log isn't as it was signed; see the findings."
            : behind > 0 ? $"The log's first {scan.SignedSize} records are those that its key signed; {behind} of this session came after that, and nothing proves them yet. Export again in a minute."
            : $"All are among the first {scan.SignedSize} records of the broker's log, which are those that its key signed.";
        return new ExportedLog
        {
            Id = "broker",
            Title = "The broker's own log, records of this session",
            Origin = records.Key.Name,
            Proof = new ExportedProof(good && behind == 0, records.Key.ToString(), sentence, [.. scan.Problems.Select(p => new Finding(FindingSeverity.Error, "log", p.Sentence, p.Sequence))]),
            Lines = [.. records.Own.Select(one => one.Line)],
            RecordsInLog = records.Own.Length,
            Texts = texts,
        };
    }
}
