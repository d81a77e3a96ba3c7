using Orchestrator.Audit.Merkle;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Sinks;

namespace Orchestrator.Broker.Witnessing;

/// <summary>The tree over the broker's own log, for proofs: read from the file when somebody asks, 64 bytes in memory for each record. Callable from any thread.</summary>
internal sealed class OwnLogTree(BrokerJournal journal) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MerkleTree _tree = new();
    private RecordLines? _lines;

    /// <summary>Proof that the log of the newer size begins with that of the older one.</summary>
    /// <exception cref="IOException">The file can't be read, or is shorter than the log.</exception>
    public IReadOnlyList<MerkleHash> Proof(long old, long size)
    {
        lock (_gate)
        {
            while (_tree.Size < size)
            {
                _lines ??= RecordLines.Open(journal.RecordsFile, 0, size);
                foreach (var entry in _lines.Read(size))
                {
                    _tree.Append(MerkleHasher.Leaf(entry.Line.Span));
                }
            }

            return _tree.ConsistencyProof(old, size);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _lines?.Dispose();
            _lines = null;
        }
    }
}
