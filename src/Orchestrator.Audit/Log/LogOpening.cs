using System.Globalization;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Files;

namespace Orchestrator.Audit.Log;

/// <summary>
/// Brings a folder into the state from which appending may start: scans it, refuses what was tampered with, cuts a torn tail
/// behind the last checkpoint. The bytes cut off are kept beside the log.
/// </summary>
internal static class LogOpening
{
    public static (LogScan Scan, LogRecovery Recovery) Prepare(LogFolder folder, NoteKey key)
    {
        var isNew = !File.Exists(folder.Key);
        if (isNew && (File.Exists(folder.Records) || File.Exists(folder.Checkpoints)))
        {
            // Records are first written after the key file is durable, so only a hand can have made this state.
            throw new EvidenceLogException(EvidenceLogFailure.Tampered, $"The log in {folder.Path} has records but no key file. It was left as it is; keep the folder and tell the auditor.");
        }

        if (isNew)
            WriteKey(folder, key);
        else if (File.ReadAllText(folder.Key) != key + "\n")
            throw new EvidenceLogException(EvidenceLogFailure.WrongKey, $"The log in {folder.Path} belongs to another key. Use the folder of this log, or a new one.");

        var newest = 0;
        var scan = LogScan.Run(folder, key, (_, line) => newest = RecordPrefix.TryRead(line.Span, out var version, out var _) ? Math.Max(newest, version) : newest);
        if (scan.Tampered)
            throw new EvidenceLogException(EvidenceLogFailure.Tampered, $"The log in {folder.Path} was changed after it was signed: {scan.Problems[0].Sentence} It was left as it is; keep the folder and tell the auditor.");
        if (newest > AuditRecord.SchemaVersion)
            throw new EvidenceLogException(EvidenceLogFailure.Newer, string.Create(CultureInfo.InvariantCulture, $"The log in {folder.Path} has records of version {newest}; this program writes version {AuditRecord.SchemaVersion}. It was left as it is: use the program that wrote it, or a newer one."));
        var cutRecords = Cut(folder, folder.Records, "records", scan.GoodRecordBytes, scan.Size);
        var cutCheckpoints = Cut(folder, folder.Checkpoints, "checkpoints", scan.GoodCheckpointBytes, scan.Size);
        return (scan, new LogRecovery(isNew, scan.Size, scan.SignedSize, cutRecords, cutCheckpoints));
    }

    private static void WriteKey(LogFolder folder, NoteKey key)
    {
        // Written aside and renamed, so that the key file is either whole or absent.
        var aside = folder.Key + ".new";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(key + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, folder.Key);
        DurableFolder.Flush(folder.Path);
    }

    private static long Cut(LogFolder folder, string path, string name, long good, long sequence)
    {
        if (!File.Exists(path))
            return 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var tail = stream.Length - good;
        if (tail <= 0)
            return 0;
        stream.Position = good;
        using (var kept = CreateTail(folder, name, sequence))
        {
            stream.CopyTo(kept);
            kept.Flush(flushToDisk: true);
        }

        DurableFolder.Flush(folder.Path);
        stream.SetLength(good);
        stream.Flush(flushToDisk: true);
        return tail;
    }

    private static FileStream CreateTail(LogFolder folder, string name, long sequence)
    {
        var attempt = 1;
        while (File.Exists(folder.TornTail(name, sequence, attempt)))
            attempt++;
        return new FileStream(folder.TornTail(name, sequence, attempt), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }
}
