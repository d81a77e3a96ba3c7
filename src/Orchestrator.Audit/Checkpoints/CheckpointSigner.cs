using System.Text;
using Orchestrator.Audit.Merkle;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>Signs the checkpoints of one log. It doesn't own the key: who made it wipes it.</summary>
public sealed class CheckpointSigner
{
    private readonly Ed25519Key _key;

    /// <summary>Binds a log's origin to its key.</summary>
    /// <param name="origin">Unique name of the log, for example <c>support.example.com/run/3f0a…</c>.</param>
    /// <param name="key">The log's key.</param>
    public CheckpointSigner(string origin, Ed25519Key key)
    {
        _key = key;
        Key = new NoteKey(origin, key.Public);
    }

    /// <summary>What verifies the signatures.</summary>
    public NoteKey Key { get; }

    /// <summary>Signs one tree head.</summary>
    public SignedCheckpoint Sign(long size, MerkleHash root)
    {
        var checkpoint = new Checkpoint(Key.Name, size, root);
        var text = checkpoint.ToText();
        var signature = _key.Sign(Encoding.UTF8.GetBytes(text));
        var note = new SignedNote(text, [new NoteSignature(Key.Name, Key.Id, signature)]);
        return new SignedCheckpoint(checkpoint, note.ToBytes());
    }
}
