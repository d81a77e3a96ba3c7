using System.Collections.Immutable;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Export;

/// <summary>Exports of whole logs in folders.</summary>
public static class LogExports
{
    /// <summary>Reads, verifies and describes one log.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="key">Its key, from where it is trusted.</param>
    /// <param name="madeBy">Program and version.</param>
    /// <param name="now">When.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static SessionExport OfFolder(string folder, NoteKey key, string madeBy, DateTimeOffset now)
    {
        var report = LogVerifier.Verify(new LogVerification { Folder = folder, Key = key });
        var place = new LogFolder(folder);
        var lines = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        LogScan.Run(place, key, (_, line) => lines.Add(line.ToArray()));
        return new SessionExport
        {
            Title = $"Log {key.Name}",
            FileName = "log",
            MadeBy = madeBy,
            MadeAt = now,
            Logs = [OfReport("records", "All records of this log", report, key, lines.ToImmutable(), KnownTexts.Read(place))],
        };
    }

    /// <summary>One log as a verification found it.</summary>
    public static ExportedLog OfReport(string id, string title, VerificationReport report, NoteKey key, ImmutableArray<ReadOnlyMemory<byte>> lines, ITextVault texts) => new()
    {
        Id = id,
        Title = title,
        Origin = report.Origin,
        Proof = new ExportedProof(
            report.ExitCode == 0, key.ToString(),
            report.ExitCode == 0 ? $"All {report.Records} records are as they were signed, and every session has its end." : "There are findings: the log isn't proven as a whole.",
            [.. report.Findings]),
        Lines = lines,
        RecordsInLog = Math.Max(report.Records, report.SignedRecords),
        Texts = texts,
    };
}
