using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Verification;

/// <summary>Both logs agree on how the session ended, and the broker names the instrument's last checkpoint.</summary>
internal static class EndStep
{
    public static void Check(BundleFacts facts)
    {
        var closers = facts.BrokerRecords.Where(record => record.Body.Event is EventCodes.RelayEnded or EventCodes.RelayMissingEnd).ToList();
        if (closers.Count != 1)
            throw Fault("broker.records", $"The broker should say once how the session ended; it says so {closers.Count} times.");
        var closer = closers[0];
        var recovered = facts.BrokerRecordsOf(ClosingCodes.Recovered).ToList();
        if (recovered.Any(record => record.Sequence < closer.Sequence))
            throw Fault("broker.records", "Something was recovered before the session was over.");
        var hasEnd = facts.Records.Any(record => record.Body.Event == EventCodes.SessionEnded);
        var inOrder = closer.Body.Event == EventCodes.RelayEnded;
        if (inOrder && !hasEnd)
            throw Fault("instrument.records", "The broker had the instrument's END; it isn't here.");
        var last = recovered.Count > 0 ? recovered[^1] : inOrder ? closer : null;
        if (last is null && hasEnd)
            throw Fault("broker.records", "The instrument has an END, and the broker says that it is missing.");
        if (last is not null && RunLogStep.Word(last, "checkpoint") != Name(facts))
            throw Fault("instrument.checkpoints", "The broker names another last checkpoint of the instrument's log than the one that is here.");
    }

    /// <summary>The broker's record that names the last checkpoint, or says that the end is missing.</summary>
    internal static AuditRecord Closing(BundleFacts facts) => facts.BrokerRecords.Last(record => ClosingCodes.Has(record.Body.Event));

    private static string Name(BundleFacts facts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts.Checkpoints[^1].Note.Text)));

    private static BundleFaultException Fault(string place, string sentence) => new(BundleCodes.End, place, sentence);
}
