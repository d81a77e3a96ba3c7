using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Witnessing;

/// <summary>A witness in a folder of its own, and a log in memory that asks it.</summary>
internal sealed class TestWitness : IDisposable
{
    public const string Name = "lab.example/witness";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("witness-");
    private readonly Ed25519Key _key = Key();
    private WitnessState? _state;
    private Witness? _witness;

    public SettableTime Time { get; } = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    public CheckpointSigner Log { get; } = new("log.example/one", Ed25519Key.Import(Enumerable.Repeat((byte)11, 32).ToArray()));

    public string Folder => Path.Combine(_root.FullName, "state");

    public Witness Witness => _witness ?? Restart();

    public static Ed25519Key Key(byte seed = 8) => Ed25519Key.Import(Enumerable.Repeat(seed, 32).ToArray());

    /// <summary>As after the end of the process, with another disk if one is given.</summary>
    public Witness Restart(IWitnessDisk? disk = null)
    {
        _state?.Dispose();
        var signer = new WitnessSigner(Name, _key);
        _state = WitnessState.Open(Folder, signer.Key, disk ?? WitnessDisk.Instance);
        return _witness = new Witness(signer, _state, Time);
    }

    public WitnessReply Ask(byte[] body) => Witness.Answer(body, Known);

    public WitnessReply Ask(MerkleTree tree, long old, long size) => Ask(Body(tree, old, size));

    public byte[] Body(MerkleTree tree, long old, long size) =>
        new AddCheckpoint(old, tree.ConsistencyProof(old, size), Log.Sign(size, tree.RootAt(size)).Note).ToBytes();

    public IReadOnlyList<NoteKey> Known(string origin) => origin == Log.Key.Name ? [Log.Key] : [];

    /// <summary>A tree of so many leaves; another story makes other leaves from a place on.</summary>
    public static MerkleTree Tree(int leaves, int otherFrom = int.MaxValue)
    {
        var tree = new MerkleTree();
        for (var i = 0; i < leaves; i++)
            tree.Append(MerkleHasher.Leaf(Encoding.ASCII.GetBytes(i >= otherFrom ? $"other {i}" : $"record {i}")));
        return tree;
    }

    public void Dispose()
    {
        _state?.Dispose();
        _key.Dispose();
        _root.Delete(recursive: true);
    }
}
