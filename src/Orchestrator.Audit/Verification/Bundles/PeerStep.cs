using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Verification;

/// <summary>Whatever the instrument recorded of the broker's log is the beginning of the log that is shown now: the broker didn't rewrite it.</summary>
internal static class PeerStep
{
    public static void Check(BundleFacts facts)
    {
        var key = BrokerStep.Key(facts);
        var named = new SortedDictionary<long, (Checkpoint Head, string Place)>();
        foreach (var record in facts.Records.Where(r => r.Body.Event == EventCodes.PeerCheckpoint && RunLogStep.Word(r, "origin") == key.Name))
        {
            var head = Recorded(record, key);
            if (head.Size > facts.BrokerCheckpoint.Checkpoint.Size)
                throw Fault(BundleFacts.RecordPlace(record.Sequence), "The instrument saw a longer log of the broker's than the one that is here.");
            if (named.TryGetValue(head.Size, out var other) && other.Head.Root != head.Root)
                throw Fault(BundleFacts.RecordPlace(record.Sequence), "The broker showed two different logs of the same size.");
            named[head.Size] = (head, BundleFacts.RecordPlace(record.Sequence));
            facts.PeerCheckpoints++;
        }

        var proofs = facts.Bundle.Broker.Consistency;
        if (!proofs.Select(proof => proof.Size).SequenceEqual(named.Keys))
            throw Fault("broker.consistency", "The proofs aren't those of the checkpoints that the instrument recorded, each once and in their order.");
        for (var i = 0; i < proofs.Length; i++)
            RequireConsistent(facts, proofs[i], named[proofs[i].Size].Head, string.Create(CultureInfo.InvariantCulture, $"broker.consistency[{i}]"));
    }

    private static Checkpoint Recorded(AuditRecord record, NoteKey key)
    {
        var place = BundleFacts.RecordPlace(record.Sequence);
        var note = NoteReading.Read(Encoding.UTF8.GetBytes(RunLogStep.Word(record, "note")), key, BundleCodes.PeerCheckpoint, place).Checkpoint;
        var size = record.Body.Data.Read().TryGetProperty("size", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : -1;
        return size == note.Size && RunLogStep.Word(record, "root") == note.Root.ToBase64() ? note : throw Fault(place, "The record says otherwise than the checkpoint in it.");
    }

    private static void RequireConsistent(BundleFacts facts, ConsistencyProof proof, Checkpoint older, string place)
    {
        var head = facts.BrokerCheckpoint.Checkpoint;
        if (!MerkleProofs.VerifyConsistency(older.Size, older.Root, head.Size, head.Root, proof.Proof))
            throw Fault(place, $"The broker's log isn't the one of which the instrument saw {older.Size} records: it was rewritten, or there are two of it.");
    }

    private static BundleFaultException Fault(string place, string sentence) => new(BundleCodes.PeerCheckpoint, place, sentence);
}
