using static Orchestrator.Domain.HostCommands;
using static Orchestrator.Domain.OperatorCommands;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain;

/// <content>Time, links, the operator's attention, and chat.</content>
public static partial class SessionDecisions
{
    private static Decision DecideTime(this SessionState state, SessionCommand command, SessionTime now) => command switch
    {
        Tick when state.LinksDown.Values.Any(until => until <= now) => Decision.Of(state.EndSession(Party.Instrument, EndReason.LinkLost)),
        Tick => Decision.Of(state.Grants.Values.Where(g => g.Until <= now).SelectMany(g => state.CloseExpired(g, now))),
        // Whoever never joined can't be lost: somebody else may still join.
        LoseLink { Whose: Party.Technician } when state.Phase is SessionPhase.New or SessionPhase.Waiting => Decision.Nothing,
        LoseLink l when state.Phase != SessionPhase.New && !state.LinksDown.ContainsKey(l.Whose) => Decision.Of(
        [
            .. state.Asks.Keys.Select(ask => new AskEnded(ask, AskOutcome.LinkLost)),
            new LinkLost(l.Whose, now + TimeSpan.FromSeconds(Math.Min(state.Policy.GraceSeconds, SessionPolicy.MaxGraceSeconds))),
        ]),
        RestoreLink r when state.LinksDown.TryGetValue(r.Whose, out var until) && until > now => state.Restore(r.Whose),
        _ => Decision.Nothing,
    };

    /// <summary>PIN and digits that were shown to be right while a link was down open the session when the last link is back.</summary>
    private static Decision Restore(this SessionState state, Party whose)
    {
        var restored = new LinkRestored(whose);
        return state is { Phase: SessionPhase.Joined, PinAccepted: true, SasMatched: true, LinksDown.Count: 1 }
            ? Decision.Of(restored, new Opened())
            : Decision.Of(restored);
    }

    private static IEnumerable<SessionEvent> CloseExpired(this SessionState state, OpenGrant grant, SessionTime now)
    {
        // Control that expires at the same moment as its view is closed with the view, once.
        var closedWithView = grant.Capability == Capability.ControlInput
            && state.GrantOf(Capability.ViewScreen) is { } view && view.Until <= now;
        return closedWithView ? [] : state.CloseGrant(grant, Party.Instrument, EndReason.Expired);
    }

    private static Decision DecideAttention(this SessionState state, SessionCommand command) => command switch
    {
        Pause when !state.Paused && state.Phase == SessionPhase.Open => Decision.Of(new ViewPaused()),
        Resume when state.Paused => Decision.Of(new ViewResumed()),
        GoAway when !state.Away && state.Phase == SessionPhase.Open => Decision.Of(
        [
            .. state.Asks.Keys.Select(ask => new AskEnded(ask, AskOutcome.OperatorAway)),
            new OperatorAway(),
        ]),
        ComeBack when state.Away => Decision.Of(new OperatorBack()),
        _ => Decision.Nothing,
    };

    private static Decision DecideChat(this SessionState state, SessionCommand command)
    {
        if (state.Phase != SessionPhase.Open)
        {
            return Decision.Refused("NOT_OPEN", "Chat opens when the PIN and the six digits match.");
        }

        var (by, text) = command is OperatorCommands.Chat mine ? (Party.Operator, mine.Text) : (Party.Technician, ((TechnicianCommands.Chat)command).Text);
        return string.IsNullOrWhiteSpace(text) ? Decision.Nothing : Decision.Of(new ChatPosted(by, Clip(text.Trim(), SessionLimits.ChatCharacters)));
    }
}
