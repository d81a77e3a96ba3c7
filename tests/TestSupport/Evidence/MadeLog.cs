using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.TestSupport.Evidence;

/// <summary>A log in memory: records one after the other, a tree over them, notes at any size.</summary>
public sealed class MadeLog(string origin, Ed25519Key key)
{
    private static readonly RecordContext Context = new() { Where = new RecordPlace { Device = "pc-7" }, Software = new RecordSoftware { Version = "0.1.0" } };

    private readonly CheckpointSigner _signer = new(origin, key);

    /// <summary>Moves with each record.</summary>
    public DateTimeOffset Time { get; set; } = MadeVendor.Now;

    /// <summary>Changes a record before it is written: what a liar with the key could do.</summary>
    public Func<AuditRecord, AuditRecord> Change { get; set; } = record => record;

    /// <summary>Changes a line before it is written.</summary>
    public Func<long, byte[], byte[]> ChangeLine { get; set; } = (_, line) => line;

    /// <summary>The log's verifier key.</summary>
    public NoteKey Key => _signer.Key;

    /// <summary>All lines.</summary>
    public List<byte[]> Lines { get; } = [];

    /// <summary>Over all lines.</summary>
    public MerkleTree Tree { get; } = new();

    /// <summary>When the last record was written.</summary>
    public RecordStamp When => new(Time.ToUnixTimeMilliseconds(), 60, (long)(Time - MadeVendor.Now).TotalMicroseconds, ClockStates.AgreesWithBroker);

    /// <summary>Writes the next one, a second later.</summary>
    public void Append(RecordBody body)
    {
        Time += TimeSpan.FromSeconds(1);
        var line = ChangeLine(Lines.Count, RecordWriter.Write(Change(new AuditRecord(Lines.Count, When, body, Context))));
        Lines.Add(line);
        Tree.Append(MerkleHasher.Leaf(line));
    }

    /// <summary>A signed note over the first records.</summary>
    public SignedCheckpoint Sign(long size) => _signer.Sign(size, Tree.RootAt(size));

    /// <summary>A signed note over all.</summary>
    public SignedCheckpoint Sign() => Sign(Lines.Count);
}
