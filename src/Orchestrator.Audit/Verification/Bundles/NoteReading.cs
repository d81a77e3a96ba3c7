using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Verification;

/// <summary>Reads a note of a bundle: the first signature line is the log's own.</summary>
internal static class NoteReading
{
    public static BundleNote Read(ReadOnlyMemory<byte> bytes, NoteKey key, string code, string place)
    {
        if (SignedNote.Parse(bytes.Span, out var note) != NoteFailure.None || !Checkpoint.TryParse(note!.Text, out var checkpoint))
            throw new BundleFaultException(code, place, "It isn't a signed checkpoint: it isn't written as one.");
        if (checkpoint!.Origin != key.Name)
            throw new BundleFaultException(code, place, "The checkpoint is one of another log.");
        var first = note.Signatures[0];
        if (first.Name != key.Name || first.KeyId != key.Id || !key.PublicKey.Verify(Encoding.UTF8.GetBytes(note.Text), first.Signature.Span))
            throw new BundleFaultException(code, place, $"The checkpoint over {checkpoint.Size} records isn't signed by its log's key: it was changed or forged.");
        return new BundleNote(place, checkpoint, note);
    }
}
