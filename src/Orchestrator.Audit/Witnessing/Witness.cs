using System.Globalization;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Witnessing;

/// <summary>
/// The rules of C2SP tlog-witness: cosigns a log's checkpoint when the log signed it and shows that it only grew since the last one. The new state is on the
/// disk before the answer is given. Callable from any thread; one request at a time is judged.
/// </summary>
public sealed class Witness(WitnessSigner signer, WitnessState state, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>What verifies its cosignatures.</summary>
    public WitnessKey Key => signer.Key;

    /// <summary>Judges one <c>add-checkpoint</c>.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="keysOf">The keys that this witness trusts for an origin; none: the log is unknown.</param>
    public WitnessReply Answer(ReadOnlyMemory<byte> body, Func<string, IReadOnlyList<NoteKey>> keysOf)
    {
        if (AddCheckpoint.TryParse(body) is not { } request
            || SignedNote.Parse(request.Note.Span, out var note) != NoteFailure.None
            || !Checkpoint.TryParseHead(note!.Text, out var head))
        {
            return new WitnessReply(400, "The body isn't an old size, at most 63 hashes, an empty line and a checkpoint.\n");
        }

        if (keysOf(head!.Origin) is not { Count: > 0 } keys)
            return new WitnessReply(404, "This witness doesn't know the log.\n");
        if (SignaturesBy(note, keys) is not { Count: > 0 } known)
            return new WitnessReply(403, "The checkpoint isn't signed by a key that this witness knows for the log.\n");
        lock (_gate)
        {
            try
            {
                return Judge(request, note, head, known);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or WitnessStateException)
            {
                return new WitnessReply(500, "The witness can't keep its state, so it cosigned nothing.\n") { About = head, Fault = e.Message };
            }
        }
    }

    private WitnessReply Judge(AddCheckpoint request, SignedNote note, Checkpoint head, IReadOnlyList<NoteSignature> known)
    {
        var last = state.Newest(head.Origin);
        var size = last?.Size ?? 0;
        var concern = head.Size < size ? WitnessConcern.Shrunk : last is not null && head.Size == size && head.Root != last.Root ? WitnessConcern.Fork : WitnessConcern.None;
        if (request.OldSize > head.Size)
            return Refuse(400, "The old size is larger than the checkpoint's.\n");
        if (request.OldSize != size)
            return Refuse(409, string.Create(CultureInfo.InvariantCulture, $"{size}\n"));
        if (head.Size == 0 && head.Root != MerkleHasher.EmptyRoot)
            return Refuse(422, "A tree without records has another root.\n");
        if (request.OldSize == 0 && request.Proof.Count > 0)
            return Refuse(422, "From an empty tree there is nothing to prove.\n");
        if (!MerkleProofs.VerifyConsistency(size, last?.Root ?? MerkleHasher.EmptyRoot, head.Size, head.Root, request.Proof))
        {
            concern = concern == WitnessConcern.None ? WitnessConcern.Unproven : concern;
            return Refuse(422, "The proof doesn't show that the log only grew since the checkpoint that was cosigned last.\n");
        }

        var cosignature = signer.Sign(note.Text, time.GetUtcNow());
        state.Keep(head.Origin, new SignedNote(note.Text, [.. known, cosignature]).ToBytes());
        return new WitnessReply(200, cosignature.ToLine()) { About = head };

        WitnessReply Refuse(int status, string sentence) => new(status, sentence) { About = head, Concern = concern, Before = last };
    }

    /// <summary>Null when a line names a trusted key and doesn't verify: such a note is malformed.</summary>
    private static List<NoteSignature>? SignaturesBy(SignedNote note, IReadOnlyList<NoteKey> keys)
    {
        var text = Encoding.UTF8.GetBytes(note.Text);
        var known = new List<NoteSignature>();
        foreach (var signature in note.Signatures)
        {
            if (keys.FirstOrDefault(key => key.Name == signature.Name && key.Id == signature.KeyId) is not { } key)
                continue;
            if (!key.PublicKey.Verify(text, signature.Signature.Span))
                return null;
            known.Add(signature);
        }

        return known;
    }
}
