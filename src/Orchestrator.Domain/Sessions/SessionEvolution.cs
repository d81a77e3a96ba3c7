using System.Collections.Immutable;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain;

/// <summary>The pure half that everybody calls: the same events give the same state.</summary>
public static class SessionEvolution
{
    /// <summary>The state after all events, in order.</summary>
    public static SessionState Evolve(this SessionState state, IEnumerable<SessionEvent> events) => events.Aggregate(state, Evolve);

    /// <summary>The state after one event.</summary>
    public static SessionState Evolve(this SessionState state, SessionEvent happened) => happened switch
    {
        Started e => state with { Phase = SessionPhase.Waiting, Number = e.Number, Instrument = e.Instrument, Policy = e.Policy },
        HandshakeFailed e => state with { HandshakeFailures = e.Attempt },
        TechnicianJoined e => state with { Phase = SessionPhase.Joined, Technician = e.Technician, Policy = e.Policy, Terms = e.Terms },
        PinPresented e => state with { PinAccepted = e.Accepted, PinFailures = e.Failures },
        SasCompared e => state with { SasMatched = e.Matched, SasFailures = e.Failures },
        Opened => state with { Phase = SessionPhase.Open },
        ViewPaused => state with { Paused = true },
        ViewResumed => state with { Paused = false },
        OperatorAway => state with { Away = true },
        OperatorBack => state with { Away = false },
        LinkLost e => state with { LinksDown = state.LinksDown.SetItem(e.Whose, e.GraceUntil) },
        LinkRestored e => state with { LinksDown = state.LinksDown.Remove(e.Whose) },
        RequestRefused => state with { RefusedRequests = state.RefusedRequests + 1 },
        Asked or AskEnded => state.EvolveAsk(happened),
        Granted or Renewed or GrantEnded => state.EvolveGrant(happened),
        ChannelOpened or ChannelClosed or ChannelMetered or FileAccepted => state.EvolveChannel(happened),
        Ending => state with { Phase = SessionPhase.Ending },
        Ended => state with { Phase = SessionPhase.Ended, Unmetered = [] },
        OperatorNamed or FileCompleted or FileFailed or ChatPosted or ClipboardMoved or PartFailed => state,
        _ => state with { Blind = true },
    };

    private static SessionState EvolveAsk(this SessionState state, SessionEvent happened) => happened switch
    {
        Asked e => state with
        {
            Asks = state.Asks.SetItem(e.Ask, new PendingAsk(e.Ask, e.By, e.Capability, e.Minutes, e.Reason, e.File, e.Renews, e.Signed?.Sha256 ?? "")),
            LastIds = state.LastIds with { Ask = e.Ask },
        },
        AskEnded e => state with { Asks = state.Asks.Remove(e.Ask) },
        _ => state,
    };

    private static SessionState EvolveGrant(this SessionState state, SessionEvent happened) => happened switch
    {
        Granted e => state with
        {
            Asks = state.Asks.Remove(e.Ask),
            Grants = state.Grants.SetItem(e.Grant, new OpenGrant(e.Grant, e.Capability, e.Until)),
            LastIds = state.LastIds with { Grant = e.Grant },
        },
        Renewed e => state with
        {
            Asks = state.Asks.Remove(e.Ask),
            Grants = state.Grants.TryGetValue(e.Grant, out var grant) ? state.Grants.SetItem(e.Grant, grant with { Until = e.Until }) : state.Grants,
        },
        GrantEnded e => state with { Grants = state.Grants.Remove(e.Grant) },
        _ => state,
    };

    private static SessionState EvolveChannel(this SessionState state, SessionEvent happened) => happened switch
    {
        ChannelOpened e => state with
        {
            Channels = state.Channels.SetItem(e.Channel, new OpenChannel(e.Channel, e.Grant, e.Capability, null)),
            LastIds = state.LastIds with { Channel = e.Channel },
        },
        FileAccepted e => state with
        {
            Channels = state.Channels.TryGetValue(e.Channel, out var channel) ? state.Channels.SetItem(e.Channel, channel with { File = e.File }) : state.Channels,
        },
        ChannelClosed e => state with { Channels = state.Channels.Remove(e.Channel), Unmetered = state.Unmetered.Add(e.Channel) },
        ChannelMetered e => state with { Unmetered = state.Unmetered.Remove(e.Channel) },
        _ => state,
    };
}
