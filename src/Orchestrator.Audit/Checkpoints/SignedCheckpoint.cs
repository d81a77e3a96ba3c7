using System.Text;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>A checkpoint with the exact bytes of its note. Exists only after its signature was made or verified.</summary>
public sealed class SignedCheckpoint
{
    internal SignedCheckpoint(Checkpoint checkpoint, ReadOnlyMemory<byte> note)
    {
        Checkpoint = checkpoint;
        Note = note;
    }

    /// <summary>What is signed.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The exact bytes of the signed note: what peers, witnesses and sinks keep.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>
    /// Reads and verifies a note. The origin must be the key's name. Signatures by other keys (witnesses) are left alone;
    /// one that names this key and doesn't verify refuses the whole note.
    /// </summary>
    public static NoteFailure Verify(ReadOnlySpan<byte> note, NoteKey key, out SignedCheckpoint? verified)
    {
        verified = null;
        var failure = SignedNote.Parse(note, out var parsed);
        if (failure != NoteFailure.None)
            return failure;
        if (!Checkpoint.TryParse(parsed!.Text, out var checkpoint))
            return NoteFailure.BadCheckpoint;
        if (checkpoint!.Origin != key.Name)
            return NoteFailure.WrongOrigin;
        var text = Encoding.UTF8.GetBytes(parsed.Text);
        var known = false;
        foreach (var signature in parsed.Signatures)
        {
            if (signature.Name != key.Name || signature.KeyId != key.Id)
                continue;
            if (!key.PublicKey.Verify(text, signature.Signature.Span))
                return NoteFailure.BadSignature;
            known = true;
        }

        if (!known)
            return NoteFailure.NoKnownSignature;
        verified = new SignedCheckpoint(checkpoint, note.ToArray());
        return NoteFailure.None;
    }
}
