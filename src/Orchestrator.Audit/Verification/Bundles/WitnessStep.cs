using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Witnessing;

namespace Orchestrator.Audit.Verification;

/// <summary>What witnesses signed: every line by a key that the bundle names; and by the keys that the auditor brought, in time.</summary>
internal static class WitnessStep
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan EndTime = TimeSpan.FromHours(24);

    public static void Check(BundleFacts facts)
    {
        var keys = facts.Bundle.Witnesses.Select(text => WitnessKey.TryParse(text, out var key)
            ? key
            : throw Fault(BundleCodes.Witness, "witnesses", "One of them isn't a witness's key.")).ToList();
        foreach (var note in facts.Checkpoints.Append(facts.BrokerCheckpoint))
        {
            foreach (var line in note.Note.Signatures.Skip(1))
            {
                var key = keys.Find(k => k.Name == line.Name && k.Id == line.KeyId);
                if (key is null || facts.Cosignatures.Any(c => c.Note == note && c.Key == key))
                    throw Fault(BundleCodes.Witness, note.Place, "A signature is by a key that the bundle doesn't name, or stands twice.");
                var at = Cosignature.Verify(note.Note.Text, line, key);
                if (at is not (> 0 and <= 253_402_300_799))
                    throw Fault(BundleCodes.Witness, note.Place, "A witness's signature isn't one over this checkpoint: it was changed or forged.");
                facts.Cosignatures.Add(new BundleCosignature(note, key, DateTimeOffset.FromUnixTimeSeconds(at.Value)));
            }
        }

        if (!facts.Cosignatures.Select(c => c.Key.ToString()).Distinct().SequenceEqual(facts.Bundle.Witnesses))
            throw Fault(BundleCodes.Witness, "witnesses", "They aren't those that signed, each once and in their order.");
    }

    public static void CheckTrusted(BundleFacts facts)
    {
        foreach (var witness in facts.Trust.Witnesses)
        {
            var first = Find(facts, witness, facts.Checkpoints[0]);
            var last = Find(facts, witness, facts.Checkpoints[^1]);
            _ = Find(facts, witness, facts.BrokerCheckpoint);
            var registered = Seconds(facts.BrokerRecords[0].When.UtcMilliseconds);
            var closed = Seconds(EndStep.Closing(facts).When.UtcMilliseconds);
            if ((first.At - registered).Duration() > StartTime)
                throw Fault(BundleCodes.StaleWitness, first.Note.Place, $"The witness signed the beginning at {first.At:u}, and the session is said to have begun at {registered:u}.");
            if (last.At < first.At || last.At - closed > EndTime)
                throw Fault(BundleCodes.StaleWitness, last.Note.Place, $"The witness signed the end at {last.At:u}, which doesn't fit the session's end at {closed:u}.");
        }
    }

    private static BundleCosignature Find(BundleFacts facts, WitnessKey witness, BundleNote note) =>
        facts.Cosignatures.Find(c => c.Note == note && c.Key.ToString() == witness.ToString())
        ?? throw Fault(BundleCodes.NoWitness, note.Place, "The witness whose key you gave didn't sign this checkpoint.");

    private static DateTimeOffset Seconds(long milliseconds) => DateTimeOffset.FromUnixTimeSeconds(Math.DivRem(milliseconds, 1000).Quotient);

    private static BundleFaultException Fault(string code, string place, string sentence) => new(code, place, sentence);
}
