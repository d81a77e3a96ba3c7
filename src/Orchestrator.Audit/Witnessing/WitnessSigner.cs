using Orchestrator.Audit.Checkpoints;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Witnessing;

/// <summary>Makes cosignatures. It doesn't own the key, and it checks nothing: <see cref="Witness"/> does.</summary>
public sealed class WitnessSigner
{
    private readonly Ed25519Key _key;

    /// <summary>Binds a witness's name to its key.</summary>
    /// <exception cref="ArgumentException">The name isn't allowed.</exception>
    public WitnessSigner(string name, Ed25519Key key)
    {
        _key = key;
        Key = new WitnessKey(name, key.Public);
    }

    /// <summary>What verifies the cosignatures.</summary>
    public WitnessKey Key { get; }

    /// <summary>Cosigns a checkpoint's text at a time.</summary>
    public NoteSignature Sign(string text, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        return new NoteSignature(Key.Name, Key.Id, Cosignature.Join(seconds, _key.Sign(Cosignature.Message(text, seconds))));
    }
}
