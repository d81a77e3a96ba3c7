using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests;

/// <summary>A folder, a key from a fixed seed and a clock that stands still.</summary>
internal sealed class TestLog : IDisposable
{
    public const string Origin = "support.example.com/run/0001";

    private readonly DirectoryInfo _root;

    /// <param name="seed">Of its key.</param>
    /// <param name="inMemory">True: on a disk in memory where there is one, for tests that count writes and don't measure them.</param>
    public TestLog(byte seed = 7, bool inMemory = false)
    {
        _root = inMemory && Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/audit-{Guid.NewGuid():N}")
            : Directory.CreateTempSubdirectory("audit-");
        Signer = new CheckpointSigner(Origin, Ed25519Key.Import(Enumerable.Repeat(seed, 32).ToArray()));
        Folder = new LogFolder(Path.Combine(_root.FullName, "log"));
    }

    public SettableTime Time { get; } = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    public CheckpointSigner Signer { get; }

    public LogFolder Folder { get; }

    public string Root => _root.FullName;

    public static RecordActor Self { get; } = new() { Kind = ActorKinds.Instrument };

    public EvidenceLogOptions Options(Func<string, ILogFile>? open = null, Action<SignedCheckpoint>? onCheckpoint = null) => new()
    {
        Folder = Folder.Path,
        Signer = Signer,
        Time = Time,
        OnCheckpoint = onCheckpoint,
        OpenFile = open ?? (path => new AppendOnlyFile(path)),
    };

    public EvidenceLog Open() => EvidenceLog.Open(Options());

    public static RecordBody Body(string text = "Something happened.") => new() { Event = "test.happened", Sentence = text, Who = Self };

    public static LineFactory Line(string text = "x") => sequence => Encoding.UTF8.GetBytes($"{{\"v\":1,\"seq\":{sequence},\"text\":\"{text}\"}}");

    /// <summary>Makes a closed log of full records with a checkpoint after each of the given sizes.</summary>
    public async Task FillAsync(params int[] checkpointSizes)
    {
        await using var log = await RecordLog.OpenAsync(Options(), new RecordContext(), Self);
        foreach (var size in checkpointSizes)
        {
            while (log.Log.Size < size)
                Assert.True((await log.AppendAsync(Body($"Thing {log.Log.Size}."))).IsDurable);
            Assert.Equal(size, (await log.CheckpointAsync()).Checkpoint!.Checkpoint.Size);
        }
    }

    public LogScan Scan() => LogScan.Run(Folder, Signer.Key);

    public List<AuditRecord> ReadAll()
    {
        var records = new List<AuditRecord>();
        LogScan.Run(Folder, Signer.Key, (_, line) =>
        {
            Assert.Equal(RecordFailure.None, RecordReader.Read(line.Span, out var record));
            records.Add(record!);
        });
        return records;
    }

    public string ReadRecords()
    {
        using var reader = new StreamReader(new FileStream(Folder.Records, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>A frozen file of tests/Vectors/audit.</summary>
    public static byte[] Vector(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "audit", name));

    /// <summary>A frozen text.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Vector(name)).TrimEnd('\n');

    public void Dispose() => _root.Delete(recursive: true);
}
