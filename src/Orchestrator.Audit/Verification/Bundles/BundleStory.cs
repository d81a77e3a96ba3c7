using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Verification;

/// <summary>The order of events that the rules allow: no answer without its question, no channel without its grant, nothing outside of START and END.</summary>
internal sealed class BundleStory
{
    private readonly HashSet<AskId> _asked = [];
    private readonly Dictionary<AskId, Capability> _waiting = [];
    private readonly HashSet<GrantId> _granted = [];
    private readonly Dictionary<GrantId, Capability> _running = [];
    private readonly HashSet<ChannelId> _opened = [];
    private readonly HashSet<ChannelId> _open = [];
    private readonly HashSet<ChannelId> _metered = [];
    private bool _started;
    private bool _ended;

    public static void Check(BundleFacts facts)
    {
        var story = new BundleStory();
        facts.Events = new SessionEvent?[facts.Records.Length];
        for (var i = 0; i < facts.Records.Length; i++)
        {
            var (record, place) = (facts.Records[i], BundleFacts.RecordPlace(i));
            if (SessionEventCodec.Read(record, facts.Texts, out var happened) != RecordFailure.None)
                throw new BundleFaultException(BundleCodes.Story, place, $"Record {i} is a {record.Body.Event} without the fields that it needs.");
            facts.Events[i] = happened is Unknown ? null : happened;
            if (happened is not null && story.Fault(happened) is { } fault)
                throw new BundleFaultException(BundleCodes.Story, place, $"Record {i} ({record.Body.Event}): {fault}");
        }
    }

    private string? Fault(SessionEvent happened)
    {
        if (happened is Started)
        {
            _started = true;
            return null;
        }

        if (!_started || _ended)
            return _ended ? "it stands behind the END." : "it stands before the START.";
        return Asking(happened) ?? Granting(happened) ?? Carrying(happened);
    }

    private string? Asking(SessionEvent happened)
    {
        switch (happened)
        {
            case Asked ask when !_asked.Add(ask.Ask):
                return $"question {ask.Ask} was asked before.";
            case Asked ask:
                _waiting[ask.Ask] = ask.Capability;
                return null;
            case AskEnded over when !_waiting.Remove(over.Ask):
                return $"question {over.Ask} doesn't wait for an answer.";
            default:
                return null;
        }
    }

    private string? Granting(SessionEvent happened)
    {
        switch (happened)
        {
            case Granted grant when !_waiting.Remove(grant.Ask, out var wanted) || wanted != grant.Capability:
                return $"grant {grant.Grant} answers no question for it.";
            case Granted grant when !_granted.Add(grant.Grant):
                return $"grant {grant.Grant} was given before.";
            case Granted grant:
                _running[grant.Grant] = grant.Capability;
                return null;
            case Renewed more when !_waiting.Remove(more.Ask):
                return $"the renewal of grant {more.Grant} answers no question.";
            case Renewed more when !_running.ContainsKey(more.Grant):
                return $"grant {more.Grant} doesn't run.";
            case GrantEnded over when !_running.Remove(over.Grant):
                return $"grant {over.Grant} doesn't run.";
            default:
                return null;
        }
    }

    private string? Carrying(SessionEvent happened)
    {
        switch (happened)
        {
            case ChannelOpened opened when !_running.TryGetValue(opened.Grant, out var allowed) || allowed != opened.Capability:
                return $"channel {opened.Channel} has no running grant.";
            case ChannelOpened opened when !_opened.Add(opened.Channel):
                return $"channel {opened.Channel} was used before.";
            case ChannelOpened opened:
                _open.Add(opened.Channel);
                return null;
            case ChannelClosed over when !_open.Remove(over.Channel):
                return $"channel {over.Channel} isn't open.";
            case ChannelMetered meter when !_opened.Contains(meter.Channel) || !_metered.Add(meter.Channel):
                return $"channel {meter.Channel} was never open, or was counted before.";
            case Ended when _open.Count > 0:
                return "a channel was never closed.";
            case Ended:
                _ended = true;
                return null;
            default:
                return null;
        }
    }
}
