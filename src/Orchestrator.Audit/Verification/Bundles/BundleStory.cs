using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Verification;

/// <summary>Reads what happened, and holds it against the rules of any honest story.</summary>
internal static class BundleStory
{
    public static void Check(BundleFacts facts)
    {
        var rules = new StoryRules();
        facts.Events = new SessionEvent?[facts.Records.Length];
        for (var i = 0; i < facts.Records.Length; i++)
        {
            var (record, place) = (facts.Records[i], BundleFacts.RecordPlace(i));
            if (SessionEventCodec.Read(record, facts.Texts, out var happened) != RecordFailure.None)
                throw new BundleFaultException(BundleCodes.Story, place, $"Record {i} is a {record.Body.Event} without the fields that it needs.");
            facts.Events[i] = happened is SessionEvents.Unknown ? null : happened;
            if (happened is not null && rules.See(happened) is [var broken, ..])
                throw new BundleFaultException(BundleCodes.Story, place, $"Record {i} ({record.Body.Event}): {broken.Sentence}");
        }
    }
}
