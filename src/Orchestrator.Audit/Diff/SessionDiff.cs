using System.Globalization;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Diff;

/// <summary>
/// Holds the instrument's story of a session against what the broker stored of it and what the broker saw itself:
/// claims against observations, event by event and byte by byte. Empty means that they tell the same story.
/// </summary>
public static class SessionDiff
{
    /// <summary>Compares.</summary>
    /// <param name="instrument">The instrument's log of this session, in order; null when only the broker's side is at hand.</param>
    /// <param name="claims">What the broker stored of the instrument's events, in order.</param>
    /// <param name="observed">What the broker saw.</param>
    public static IReadOnlyList<Finding> Compare(IReadOnlyList<StoryEvent>? instrument, IReadOnlyList<StoryEvent> claims, ObservedSession observed)
    {
        var findings = new List<Finding>();
        if (instrument is not null)
            CompareLines(instrument, claims, findings);
        var story = instrument ?? claims;
        CheckSequence(story, findings);
        CheckRules(story, findings);
        CompareMeters(story, observed, findings);
        CompareEnd(story, observed, findings);
        return findings;
    }

    private static void CompareLines(IReadOnlyList<StoryEvent> instrument, IReadOnlyList<StoryEvent> claims, List<Finding> findings)
    {
        var stored = new Dictionary<long, StoryEvent>();
        foreach (var claim in claims)
        {
            if (!stored.TryAdd(claim.Sequence, claim) && stored[claim.Sequence].LineSha256 != claim.LineSha256)
                findings.Add(Error("fork", $"The broker stored two different events as number {claim.Sequence}.", claim.Sequence));
        }

        foreach (var own in instrument)
        {
            if (!stored.Remove(own.Sequence, out var claim))
                findings.Add(Error("not-delivered", $"The instrument has event {own.Sequence} ({own.Code}); the broker never got it.", own.Sequence));
            else if (claim.LineSha256 != own.LineSha256)
                findings.Add(Error("fork", $"Event {own.Sequence} is {own.Code} in the instrument's log and {claim.Code} with other bytes at the broker.", own.Sequence));
        }

        foreach (var claim in stored.Values.OrderBy(c => c.Sequence))
            findings.Add(Error("removed", $"The broker got event {claim.Sequence} ({claim.Code}); the instrument's log doesn't have it.", claim.Sequence));
    }

    private static void CheckSequence(IReadOnlyList<StoryEvent> story, List<Finding> findings)
    {
        for (var i = 1; i < story.Count; i++)
        {
            if (story[i].Sequence != story[i - 1].Sequence + 1)
                findings.Add(Error("gap", $"Event {story[i].Sequence} follows event {story[i - 1].Sequence}: something between was left out.", story[i].Sequence));
        }
    }

    private static void CheckRules(IReadOnlyList<StoryEvent> story, List<Finding> findings)
    {
        var rules = new StoryRules();
        foreach (var e in story)
        {
            if (e.Happened is { } happened)
                findings.AddRange(rules.See(happened).Select(rule => Error(rule.Code, $"Event {e.Sequence} ({e.Code}): {rule.Sentence}", e.Sequence)));
        }

        findings.AddRange(rules.Uncounted.Select(channel => Error("not-metered", $"Channel {channel} was closed; the instrument doesn't say what it carried, nor that it couldn't.")));
    }

    private static void CompareMeters(IReadOnlyList<StoryEvent> story, ObservedSession observed, List<Finding> findings)
    {
        var opened = story.Select(e => e.Happened).OfType<SessionEvents.ChannelOpened>().Select(e => e.Channel).ToHashSet();
        var unmetered = story.Select(e => e.Happened).OfType<SessionEvents.Ended>().SelectMany(e => e.Unmetered).ToHashSet();
        var lossy = ClosedWithoutLink(story);
        var claimed = new Dictionary<ChannelId, (StoryEvent Event, SessionEvents.ChannelMetered Meter)>();
        foreach (var e in story)
        {
            if (e.Happened is SessionEvents.ChannelMetered meter)
                claimed.TryAdd(meter.Channel, (e, meter));
        }

        foreach (var seen in observed.Meters)
        {
            if (!opened.Contains(seen.Channel))
                findings.Add(Error("channel-omitted", $"The broker forwarded records of channel {seen.Channel}; the instrument has no event that opened it."));
            if (!claimed.Remove(seen.Channel, out var claim))
            {
                findings.Add(unmetered.Contains(seen.Channel)
                    ? new Finding(FindingSeverity.Warning, "unmetered", $"The session ended before the instrument could say what channel {seen.Channel} carried; the broker counted it.")
                    : Error("meter-omitted", $"The broker metered channel {seen.Channel}; the instrument doesn't say what it carried."));
                continue;
            }

            if (lossy.Contains(seen.Channel) && MayBeLost(claim.Meter, seen))
            {
                if (!IsSame(claim.Meter, seen))
                    findings.Add(new Finding(FindingSeverity.Warning, "meter-lost-link", $"Channel {seen.Channel} was closed while the instrument had no link: what was on its way then is counted at one end only.", claim.Event.Sequence));
                continue;
            }

            Compare(findings, claim.Event, seen.Channel, "records to the instrument", claim.Meter.RecordsIn, seen.RecordsToInstrument);
            Compare(findings, claim.Event, seen.Channel, "bytes to the instrument", claim.Meter.BytesIn, seen.BytesToInstrument);
            Compare(findings, claim.Event, seen.Channel, "records from the instrument", claim.Meter.RecordsOut, seen.RecordsFromInstrument);
            Compare(findings, claim.Event, seen.Channel, "bytes from the instrument", claim.Meter.BytesOut, seen.BytesFromInstrument);
        }

        foreach (var (channel, (e, meter)) in claimed.OrderBy(c => c.Key.Value))
        {
            if (meter.RecordsIn != 0 || meter.RecordsOut != 0 || meter.BytesIn != 0 || meter.BytesOut != 0)
                findings.Add(Error("not-observed", $"The instrument says that channel {channel} carried records; the broker forwarded none.", e.Sequence));
        }
    }

    /// <summary>Channels whose last records may have been on their way when the instrument's link was lost: they were cut, so they weren't sent again.</summary>
    private static HashSet<ChannelId> ClosedWithoutLink(IReadOnlyList<StoryEvent> story)
    {
        var (found, closing, isDown) = (new HashSet<ChannelId>(), new HashSet<ChannelId>(), false);
        foreach (var happened in story.Select(e => e.Happened))
        {
            switch (happened)
            {
                case SessionEvents.LinkLost { Whose: Party.Broker }:
                    isDown = true;
                    found.UnionWith(closing);
                    break;
                case SessionEvents.LinkRestored { Whose: Party.Broker }:
                    isDown = false;
                    break;
                case SessionEvents.ChannelClosed closed:
                    (isDown ? found : closing).Add(closed.Channel);
                    break;
                case SessionEvents.ChannelMetered metered:
                    closing.Remove(metered.Channel);
                    break;
            }
        }

        return found;
    }

    private static bool MayBeLost(SessionEvents.ChannelMetered claim, ChannelMeter seen) =>
        claim.RecordsIn <= seen.RecordsToInstrument && claim.BytesIn <= seen.BytesToInstrument
        && claim.RecordsOut >= seen.RecordsFromInstrument && claim.BytesOut >= seen.BytesFromInstrument;

    private static bool IsSame(SessionEvents.ChannelMetered claim, ChannelMeter seen) =>
        (claim.RecordsIn, claim.BytesIn, claim.RecordsOut, claim.BytesOut) == (seen.RecordsToInstrument, seen.BytesToInstrument, seen.RecordsFromInstrument, seen.BytesFromInstrument);

    private static void Compare(List<Finding> findings, StoryEvent claim, ChannelId channel, string what, long claimed, long seen)
    {
        if (claimed != seen)
            findings.Add(Error("meter-differs", string.Create(CultureInfo.InvariantCulture, $"Channel {channel}, {what}: the instrument says {claimed}, the broker counted {seen}."), claim.Sequence));
    }

    private static void CompareEnd(IReadOnlyList<StoryEvent> story, ObservedSession observed, List<Finding> findings)
    {
        var ended = story.Any(e => e.Happened is SessionEvents.Ended);
        if (!ended && observed.RecordedMissingEnd)
            findings.Add(new Finding(FindingSeverity.Warning, "missing-end-recorded", "The instrument left no END; the broker recorded MISSING END."));
        else if (!ended)
            findings.Add(Error("missing-end", "The instrument left no END, and the broker recorded none missing."));
        else if (!observed.SawEnd && !observed.RecordedMissingEnd)
            findings.Add(Error("end-not-observed", "The instrument has an END; the broker neither saw it nor recorded it missing."));
    }

    private static Finding Error(string code, string sentence, long? sequence = null) => new(FindingSeverity.Error, code, sentence, sequence);
}
