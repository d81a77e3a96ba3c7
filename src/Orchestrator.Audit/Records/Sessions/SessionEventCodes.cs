using System.Collections.Frozen;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>The stable code of each session event. Codes are for ever: a changed meaning gets a new code.</summary>
public static class SessionEventCodes
{
    /// <summary>Code by type of event; <see cref="SessionEvents.Unknown"/> carries its own.</summary>
    public static FrozenDictionary<Type, string> All { get; } = new Dictionary<Type, string>
    {
        [typeof(SessionEvents.Started)] = EventCodes.SessionStarted,
        [typeof(SessionEvents.OperatorNamed)] = "operator.named",
        [typeof(SessionEvents.HandshakeFailed)] = "handshake.failed",
        [typeof(SessionEvents.TechnicianJoined)] = "technician.joined",
        [typeof(SessionEvents.PinPresented)] = "pin.presented",
        [typeof(SessionEvents.SasCompared)] = "sas.compared",
        [typeof(SessionEvents.Opened)] = "session.opened",
        [typeof(SessionEvents.Asked)] = "ask.made",
        [typeof(SessionEvents.AskEnded)] = "ask.ended",
        [typeof(SessionEvents.Granted)] = EventCodes.GrantGiven,
        [typeof(SessionEvents.Renewed)] = EventCodes.GrantRenewed,
        [typeof(SessionEvents.ChannelOpened)] = "channel.opened",
        [typeof(SessionEvents.FileAccepted)] = "file.accepted",
        [typeof(SessionEvents.FileCompleted)] = "file.completed",
        [typeof(SessionEvents.FileFailed)] = "file.failed",
        [typeof(SessionEvents.ChannelClosed)] = "channel.closed",
        [typeof(SessionEvents.ChannelMetered)] = "channel.metered",
        [typeof(SessionEvents.GrantEnded)] = "grant.ended",
        [typeof(SessionEvents.ViewPaused)] = "view.paused",
        [typeof(SessionEvents.ViewResumed)] = "view.resumed",
        [typeof(SessionEvents.OperatorAway)] = "operator.away",
        [typeof(SessionEvents.OperatorBack)] = "operator.back",
        [typeof(SessionEvents.LinkLost)] = "link.lost",
        [typeof(SessionEvents.LinkRestored)] = "link.restored",
        [typeof(SessionEvents.ChatPosted)] = "chat.posted",
        [typeof(SessionEvents.ClipboardMoved)] = "clipboard.moved",
        [typeof(SessionEvents.RequestRefused)] = "request.refused",
        [typeof(SessionEvents.PartFailed)] = "part.failed",
        [typeof(SessionEvents.Ending)] = "session.ending",
        [typeof(SessionEvents.Ended)] = EventCodes.SessionEnded,
    }.ToFrozenDictionary();

    /// <summary>The code of one event.</summary>
    public static string Of(SessionEvent happened) => happened is SessionEvents.Unknown unknown ? unknown.Code : All[happened.GetType()];
}
