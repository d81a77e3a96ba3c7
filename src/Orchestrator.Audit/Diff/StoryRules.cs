using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Diff;

/// <summary>What any honest story of a session obeys, whoever tells it: no grant without its question, no channel without its grant, START first, nothing behind END.</summary>
internal static class StoryRules
{
    public static void Check(IReadOnlyList<StoryEvent> story, List<Finding> findings)
    {
        var asked = new Dictionary<AskId, Capability>();
        var granted = new Dictionary<GrantId, Capability>();
        var open = new Dictionary<ChannelId, Capability>();
        var closed = new HashSet<ChannelId>();
        var metered = new HashSet<ChannelId>();
        var unmetered = new HashSet<ChannelId>();
        var first = true;
        var ended = false;
        foreach (var e in story.Where(e => e.Happened is not null))
        {
            if (first && e.Happened is not Started)
                findings.Add(Error("no-start", e, "the session has no START before it"));
            if (!first && e.Happened is Started)
                findings.Add(Error("start-twice", e, "a second START in one session"));
            if (ended)
                findings.Add(Error("after-end", e, "it stands behind the END"));
            first = false;
            switch (e.Happened)
            {
                case Asked ask:
                    asked[ask.Ask] = ask.Capability;
                    break;
                case AskEnded over when !asked.Remove(over.Ask):
                    findings.Add(Error("answer-without-ask", e, $"question {over.Ask} isn't open"));
                    break;
                case Granted grant:
                    if (!asked.Remove(grant.Ask, out var wanted) || wanted != grant.Capability)
                        findings.Add(Error("grant-without-ask", e, $"grant {grant.Grant} answers no open question for {grant.Capability.Name()}"));
                    granted[grant.Grant] = grant.Capability;
                    break;
                case Renewed more:
                    if (!asked.Remove(more.Ask))
                        findings.Add(Error("grant-without-ask", e, $"the renewal of grant {more.Grant} answers no open question"));
                    if (!granted.ContainsKey(more.Grant))
                        findings.Add(Error("renewal-without-grant", e, $"grant {more.Grant} doesn't run"));
                    break;
                case GrantEnded over when !granted.Remove(over.Grant):
                    findings.Add(Error("end-without-grant", e, $"grant {over.Grant} doesn't run"));
                    break;
                case ChannelOpened opened:
                    if (!granted.TryGetValue(opened.Grant, out var allowed) || allowed != opened.Capability)
                        findings.Add(Error("channel-without-grant", e, $"channel {opened.Channel} has no running grant for {opened.Capability.Name()}"));
                    if (closed.Contains(opened.Channel) || !open.TryAdd(opened.Channel, opened.Capability))
                        findings.Add(Error("channel-reused", e, $"channel {opened.Channel} was used before"));
                    break;
                case ChannelClosed over:
                    if (!open.Remove(over.Channel))
                        findings.Add(Error("close-without-channel", e, $"channel {over.Channel} isn't open"));
                    closed.Add(over.Channel);
                    break;
                case ChannelMetered meter:
                    metered.Add(meter.Channel);
                    break;
                case Ended over:
                    ended = true;
                    unmetered.UnionWith(over.Unmetered);
                    foreach (var channel in open.Keys)
                        findings.Add(Error("channel-left-open", e, $"channel {channel} was never closed"));
                    break;
            }
        }

        foreach (var channel in closed.Where(c => !metered.Contains(c) && !unmetered.Contains(c)).OrderBy(c => c.Value))
            findings.Add(new Finding(FindingSeverity.Error, "not-metered", $"Channel {channel} was closed; the instrument doesn't say what it carried, nor that it couldn't."));
    }

    private static Finding Error(string code, StoryEvent e, string what) =>
        new(FindingSeverity.Error, code, $"Event {e.Sequence} ({e.Code}): {what}.", e.Sequence);
}
