using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Audit;

/// <summary>A folder that is gone afterwards, a key, and records like those of a session.</summary>
internal sealed class AuditStage : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("orchestrator-audit-");

    public CheckpointSigner Signer { get; } = new("support.example.com/broker", Ed25519Key.Generate(SystemRandomSource.Instance));

    public static RecordActor Self { get; } = new() { Kind = ActorKinds.Broker };

    public static RecordContext Context { get; } = new()
    {
        Where = new RecordPlace { Device = "broker-1" },
        Software = new RecordSoftware { Version = "orchestrator-broker 0.1.0", Executable = new string('a', 64), Policy = new string('b', 64), Configuration = new string('c', 64) },
    };

    /// <summary>About 700 bytes, as most of the broker's records have.</summary>
    public static RecordBody Body { get; } = new()
    {
        Event = "relay.channel-metered",
        Sentence = "Channel 12 carried 18273645 bytes to the instrument and 918273 from it.",
        Who = Self,
        Session = "123456789",
        Data = RecordData.Create(json =>
        {
            json.WriteNumber("channel", 12);
            json.WriteNumber("recordsToInstrument", 1829);
            json.WriteNumber("bytesToInstrument", 18_273_645);
            json.WriteNumber("recordsFromInstrument", 912);
            json.WriteNumber("bytesFromInstrument", 918_273);
            json.WriteNumber("recordsRefused", 0);
        }),
    };

    public string At(string name) => Path.Combine(_root.FullName, name);

    public EvidenceLogOptions Options(string folder) => new() { Folder = At(folder), Signer = Signer, Time = TimeProvider.System };

    public static byte[] Line(long sequence) => RecordWriter.Write(new AuditRecord(sequence, new RecordStamp(1_795_161_600_000 + sequence, 60, sequence * 1000, ClockStates.Synchronised), Body, Context));

    /// <summary>A closed log of full records, written without waiting for each.</summary>
    public async Task<LogFolder> FillAsync(string name, int records)
    {
        await using var log = await RecordLog.OpenAsync(Options(name), Context, Self);
        for (var done = 0; done < records; done += 1000)
            await log.AppendAsync(Enumerable.Repeat(Body, Math.Min(1000, records - done)).ToArray());
        await log.CheckpointAsync();
        var folder = log.Log.Folder;
        await File.WriteAllTextAsync(folder.Key, Signer.Key + "\n", Encoding.UTF8);
        return folder;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
