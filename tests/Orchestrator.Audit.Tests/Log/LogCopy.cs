using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>A small log on disk, for one thread to change and verify; in memory where there is such a disk.</summary>
internal sealed class LogCopy : IDisposable
{
    private readonly SmallLog _log;
    private readonly string _folder;

    /// <param name="log">The log.</param>
    /// <param name="withTexts">False: as after an erasure. A thousand signatures of receipts less to check, where only the log is changed.</param>
    public LogCopy(SmallLog log, bool withTexts = true)
    {
        _log = log;
        _folder = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/audit-{Guid.NewGuid():N}").FullName : Directory.CreateTempSubdirectory("audit-").FullName;
        foreach (var (name, bytes) in log.Files.Where(file => withTexts || file.Key != SmallLog.TextsFile))
            File.WriteAllBytes(Path.Combine(_folder, name), bytes);
    }

    /// <summary>What is wrong with the log as it is.</summary>
    public IReadOnlyList<Finding> Verify(params ReadOnlyMemory<byte>[] known) =>
        [.. LogVerifier.Verify(new LogVerification { Folder = _folder, Key = _log.Key, KnownCheckpoints = known }).Findings.Where(f => f.Severity != FindingSeverity.Note)];

    /// <summary>What is wrong with the log when one of its files has other bytes. They stay.</summary>
    public IReadOnlyList<Finding> VerifyWith(string file, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_folder, file), bytes);
        return Verify();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
