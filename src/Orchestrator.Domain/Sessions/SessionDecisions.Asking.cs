using static Orchestrator.Domain.HostCommands;
using static Orchestrator.Domain.OperatorCommands;
using static Orchestrator.Domain.SessionEvents;
using static Orchestrator.Domain.TechnicianCommands;

namespace Orchestrator.Domain;

/// <content>Questions: who may ask what, and how a question ends without a yes.</content>
public static partial class SessionDecisions
{
    private static Decision DecideAsk(this SessionState state, Ask ask, SessionTime now)
    {
        if (state.WhyNotAsk(ask, now) is { } refusal)
        {
            return state.RefuseRequest("ask " + (Enum.IsDefined(ask.Capability) ? ask.Capability.Name() : "for what doesn't exist"), refusal);
        }

        var renews = ask.Capability.IsOneFile() ? null : state.GrantOf(ask.Capability)?.Id;
        var minutes = Math.Min(ask.Minutes, state.LongestMinutes(ask.Capability, now));
        return Decision.Of(new Asked(state.NextAsk(), Party.Technician, ask.Capability, minutes, ask.Reason.Trim(), ask.File, renews, ask.Signed));
    }

    private static Refusal? WhyNotAsk(this SessionState state, Ask ask, SessionTime now)
    {
        var offer = ask.File;
        return ask switch
        {
            _ when state.Phase != SessionPhase.Open => new("NOT_OPEN", "Nothing can be asked before the PIN and the six digits match."),
            _ when !state.LinksDown.IsEmpty => new("LINK_DOWN", "The link is down; ask again when it is back."),
            _ when !Enum.IsDefined(ask.Capability) || !state.Policy.Allows(ask.Capability) =>
                new("NOT_ALLOWED", "The vendor's policy or the site's settings don't allow this here."),
            _ when state.TicketLeft(now) == TimeSpan.Zero =>
                new("TICKET_OVER", "The time for which you were admitted is over. Ask the operator to start a new session, and join that one."),
            _ when ask.Minutes < 1 => new("BAD_DURATION", "Ask for one minute or more."),
            _ when string.IsNullOrWhiteSpace(ask.Reason) => new("NO_REASON", "Say why: the operator sees the reason."),
            _ when ask.Reason.Length > SessionLimits.ReasonCharacters => new("REASON_TOO_LONG", $"Give the reason in at most {SessionLimits.ReasonCharacters} characters."),
            _ when state.Asks.Values.Any(a => a.Capability == ask.Capability) => new("ALREADY_ASKED", "The operator is already being asked for this."),
            _ when state.Asks.Count >= SessionLimits.PendingAsks => new("TOO_MANY_ASKS", "The operator has enough questions to answer; wait for one."),
            { Capability: Capability.ControlInput } when !state.IsViewOpen(now) => new("VIEW_FIRST", "Ask to see the screen first: control needs an open view."),
            _ when ask.Capability.IsOneFile() != offer is not null => new("BAD_FILE", "Name the file for a file transfer, and only for one."),
            _ when offer?.Name.Length > SessionLimits.FileNameCharacters => new("BAD_FILE", $"Give the file a name of at most {SessionLimits.FileNameCharacters} characters."),
            { Capability: Capability.SendFile } when offer!.Size < 0 || offer.Sha256.Length != 64 || offer.Name.Length == 0 =>
                new("BAD_FILE", "A file needs a name, a size and a SHA-256."),
            _ when offer is not null => WhyNotThisFile(offer, state.Policy.FilesOf(ask.Capability)),
            _ => null,
        };
    }

    /// <summary>What can be seen before anybody looks at a disk. A plain name gets its folder at the instrument, and is judged there.</summary>
    private static Refusal? WhyNotThisFile(FileOffer offer, FileLimits limits) => offer switch
    {
        _ when offer.Size > limits.MaxBytes => new("FILE_TOO_LARGE", $"Files of more than {limits.MaxBytes} bytes aren't allowed here."),
        { Name.Length: 0 } => null,
        _ when !limits.Types.Allows(offer.Name) => new("FILE_TYPE", $"Only files of these types are allowed here: {limits.Types}."),
        _ when Folders.IsAbsolute(offer.Name) && !limits.Folders.Contains(offer.Name) => new("FILE_FOLDER", $"Only files in these folders are allowed here: {limits.Folders}."),
        _ => null,
    };

    /// <summary>The policy's minutes, or what is left of the ticket's time, begun minutes counted whole.</summary>
    private static int LongestMinutes(this SessionState state, Capability capability, SessionTime now) =>
        (int)Math.Min(state.Policy.MaxMinutes[capability], Math.Ceiling(state.TicketLeft(now).TotalMinutes));

    private static bool IsViewOpen(this SessionState state, SessionTime now) =>
        state.GrantOf(Capability.ViewScreen) is { } view && view.Until > now && state.ChannelOf(view.Id) is not null;

    /// <summary>Refusals are recorded, up to a bound; past it the peer is flooding and the session ends.</summary>
    private static Decision RefuseRequest(this SessionState state, string request, Refusal refusal)
    {
        SessionEvent refused = new RequestRefused(Party.Technician, request, refusal.Code, refusal.Sentence);
        return state.RefusedRequests + 1 < SessionLimits.RefusedRequests
            ? new Decision([refused], refusal)
            : new Decision([refused, .. state.EndSession(Party.Instrument, EndReason.ProtocolViolation)], refusal);
    }

    private static Decision DecideAskEnd(this SessionState state, SessionCommand command, SessionTime now) => command switch
    {
        OfferRenewal o => state.OfferMore(o.Grant, now),
        Withdraw w => state.EndAsk(w.Ask, AskOutcome.Withdrawn, by: Party.Technician),
        TimeOutPrompt t => state.EndAsk(t.Ask, AskOutcome.TimedOut),
        LosePrompt l => state.EndAsk(l.Ask, AskOutcome.PromptClosed),
        Refuse r => state.EndAsk(r.Ask, r.Outcome, receipt: r.Receipt),
        _ => Decision.Nothing,
    };

    private static Decision OfferMore(this SessionState state, GrantId id, SessionTime now)
    {
        if (state.Phase != SessionPhase.Open || !state.Grants.TryGetValue(id, out var grant) || grant.Capability.IsOneFile()
            || state.Asks.Values.Any(a => a.Capability == grant.Capability)
            || state.Terms!.NotAfter <= grant.Until)
        {
            return Decision.Nothing;
        }

        var minutes = state.LongestMinutes(grant.Capability, now);
        return Decision.Of(new Asked(state.NextAsk(), Party.Instrument, grant.Capability, minutes, "its time is nearly over", null, id, Signed: null));
    }

    private static Decision EndAsk(this SessionState state, AskId ask, AskOutcome outcome, Party? by = null, Receipt? receipt = null) =>
        state.Asks.TryGetValue(ask, out var pending) && (by is null || pending.By == by) ? Decision.Of(new AskEnded(ask, outcome, receipt)) : Decision.Nothing;

    private static AskId NextAsk(this SessionState state) => new(state.LastIds.Ask.Value + 1);
}
