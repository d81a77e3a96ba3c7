using System.Text.Json;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Verification;

/// <summary>The broker's records of the session: each stands in its signed log, none between them is left out, and the first names the run's keys.</summary>
internal static class BrokerStep
{
    public static void CheckCheckpoint(BundleFacts facts) => facts.BrokerCheckpoint = NoteReading.Read(
        facts.Bundle.Broker.Checkpoint, Key(facts), BundleCodes.BrokerCheckpoint, "broker.checkpoint");

    public static void CheckRecords(BundleFacts facts)
    {
        var entries = facts.Bundle.Broker.Records;
        var head = facts.BrokerCheckpoint.Checkpoint;
        facts.BrokerRecords = new AuditRecord[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var (entry, place) = (entries[i], BundleFacts.BrokerPlace(i));
            if (i > 0 && entry.Index <= entries[i - 1].Index)
                throw Fault(place, "It stands twice, or not in its order.");
            var record = RunLogStep.Read(entry.Record, entry.Index, BundleCodes.BrokerRecord, place);
            if (record.Body.Session != facts.Bundle.Session)
                throw Fault(place, "It is a record of another session.");
            if (!MerkleProofs.VerifyInclusion(MerkleHasher.Leaf(entry.Record.Span), entry.Index, head.Size, entry.Proof, head.Root))
                throw Fault(place, "It doesn't stand in the broker's signed log.");
            if (Nth(record) != i)
                throw Fault(place, $"Here should stand the broker's record {i} of this session: one was left out.");
            facts.BrokerRecords[i] = record;
        }
    }

    public static void CheckRegistered(BundleFacts facts)
    {
        if (facts.BrokerRecordsOf(EventCodes.RelayRegistered).Count() != 1 || facts.BrokerRecords[0].Body.Event != EventCodes.RelayRegistered)
            throw new BundleFaultException(BundleCodes.Registered, "broker.records", "The broker's records don't begin with the one registration of this session.");
        var record = facts.BrokerRecords[0];
        var same = RunLogStep.Word(record, "origin") == facts.LogKey.Name
            && RunLogStep.Word(record, "logKey") == Convert.ToHexStringLower(facts.LogKey.PublicKey.Bytes.Span)
            && RunLogStep.Word(record, "runKey") == facts.RunKey.Fingerprint.Hex
            && RunLogStep.Word(record, "binding") == Convert.ToBase64String(facts.Bundle.Instrument.Binding.Span);
        if (!same)
            throw new BundleFaultException(BundleCodes.Registered, BundleFacts.BrokerPlace(0), "The broker registered another log or another key for this session.");
    }

    /// <summary>The key of the broker's log.</summary>
    internal static NoteKey Key(BundleFacts facts) => new($"{facts.Domain}/broker", facts.Configuration.BrokerLogKey);

    private static long Nth(AuditRecord record) =>
        record.Body.Data.Read().TryGetProperty("nth", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var nth) ? nth : -1;

    private static BundleFaultException Fault(string place, string sentence) => new(BundleCodes.BrokerRecord, place, sentence);
}
