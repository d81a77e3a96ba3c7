using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Diff;

/// <summary>
/// What any honest story of a session obeys, whoever tells it: START first, nothing behind END, no answer without its question, no channel without its grant, one count for
/// each channel. Takes events one by one and remembers what they began.
/// </summary>
internal sealed class StoryRules
{
    private readonly HashSet<AskId> _asked = [];
    private readonly Dictionary<AskId, Capability> _waiting = [];
    private readonly HashSet<GrantId> _granted = [];
    private readonly Dictionary<GrantId, Capability> _running = [];
    private readonly HashSet<ChannelId> _opened = [];
    private readonly HashSet<ChannelId> _open = [];
    private readonly HashSet<ChannelId> _closed = [];
    private readonly HashSet<ChannelId> _counted = [];
    private readonly HashSet<ChannelId> _excused = [];
    private bool _hasBegun;
    private bool _hasStarted;
    private bool _hasEnded;

    /// <summary>Channels that were closed and of which the story says neither what they carried nor that it couldn't be said. Final behind the last event.</summary>
    public IEnumerable<ChannelId> Uncounted => _closed.Except(_counted).Except(_excused).OrderBy(channel => channel.Value);

    /// <summary>Takes the next event, one that isn't known here included.</summary>
    /// <returns>The rules that it breaks; none in an honest story.</returns>
    public IReadOnlyList<BrokenRule> See(SessionEvent happened)
    {
        var broken = new List<BrokenRule>();
        SeePlace(happened, broken);
        SeeAsking(happened, broken);
        SeeGranting(happened, broken);
        SeeCarrying(happened, broken);
        return broken;
    }

    private void SeePlace(SessionEvent happened, List<BrokenRule> broken)
    {
        if (_hasEnded)
            broken.Add(new("after-end", "it stands behind the END."));
        if (!_hasBegun && happened is not Started)
            broken.Add(new("no-start", "the session has no START before it."));
        if (happened is Started)
        {
            if (_hasStarted)
                broken.Add(new("start-twice", "a second START in one session."));
            _hasStarted = true;
        }

        _hasBegun = true;
        _hasEnded |= happened is Ended;
    }

    private void SeeAsking(SessionEvent happened, List<BrokenRule> broken)
    {
        switch (happened)
        {
            case Asked ask:
                if (!_asked.Add(ask.Ask))
                    broken.Add(new("ask-reused", $"question {ask.Ask} was asked before."));
                _waiting[ask.Ask] = ask.Capability;
                break;
            case AskEnded over when !_waiting.Remove(over.Ask):
                broken.Add(new("answer-without-ask", $"question {over.Ask} isn't open."));
                break;
        }
    }

    private void SeeGranting(SessionEvent happened, List<BrokenRule> broken)
    {
        switch (happened)
        {
            case Granted grant:
                if (!_waiting.Remove(grant.Ask, out var wanted) || wanted != grant.Capability)
                    broken.Add(new("grant-without-ask", $"grant {grant.Grant} answers no open question for {grant.Capability.Name()}."));
                if (!_granted.Add(grant.Grant))
                    broken.Add(new("grant-reused", $"grant {grant.Grant} was given before."));
                _running[grant.Grant] = grant.Capability;
                break;
            case Renewed more:
                if (!_waiting.Remove(more.Ask))
                    broken.Add(new("grant-without-ask", $"the renewal of grant {more.Grant} answers no open question."));
                if (!_running.ContainsKey(more.Grant))
                    broken.Add(new("renewal-without-grant", $"grant {more.Grant} doesn't run."));
                break;
            case GrantEnded over when !_running.Remove(over.Grant):
                broken.Add(new("end-without-grant", $"grant {over.Grant} doesn't run."));
                break;
        }
    }

    private void SeeCarrying(SessionEvent happened, List<BrokenRule> broken)
    {
        switch (happened)
        {
            case ChannelOpened opened:
                if (!_running.TryGetValue(opened.Grant, out var allowed) || allowed != opened.Capability)
                    broken.Add(new("channel-without-grant", $"channel {opened.Channel} has no running grant for {opened.Capability.Name()}."));
                if (!_opened.Add(opened.Channel))
                    broken.Add(new("channel-reused", $"channel {opened.Channel} was used before."));
                _open.Add(opened.Channel);
                break;
            case ChannelClosed over:
                if (!_open.Remove(over.Channel))
                    broken.Add(new("close-without-channel", $"channel {over.Channel} isn't open."));
                _closed.Add(over.Channel);
                break;
            case ChannelMetered meter:
                if (!_opened.Contains(meter.Channel))
                    broken.Add(new("meter-without-channel", $"channel {meter.Channel} was never open."));
                if (!_counted.Add(meter.Channel))
                    broken.Add(new("metered-twice", $"what channel {meter.Channel} carried was said before."));
                break;
            case Ended over:
                broken.AddRange(_open.OrderBy(channel => channel.Value).Select(channel => new BrokenRule("channel-left-open", $"channel {channel} was never closed.")));
                _excused.UnionWith(over.Unmetered);
                break;
        }
    }
}

/// <summary>A rule that an event breaks.</summary>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Sentence">What is wrong, to stand behind the event's name and a colon.</param>
internal sealed record BrokenRule(string Code, string Sentence);
