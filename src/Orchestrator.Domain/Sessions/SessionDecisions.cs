using static Orchestrator.Domain.HostCommands;
using static Orchestrator.Domain.OperatorCommands;
using static Orchestrator.Domain.SessionEvents;
using static Orchestrator.Domain.TechnicianCommands;

namespace Orchestrator.Domain;

/// <summary>
/// The pure half that only the instrument calls: commands in, events out. No clock, no I/O.
/// What isn't explicitly possible in the present state is refused.
/// </summary>
public static partial class SessionDecisions
{
    /// <summary>What follows from a command at this moment.</summary>
    public static Decision Decide(this SessionState state, SessionCommand command, SessionTime now)
    {
        if (state.Phase == SessionPhase.Ended)
        {
            return Decision.Refused("SESSION_OVER", "This session is over.");
        }

        if (state.Phase == SessionPhase.Ending)
        {
            return state.DecideClosing(command);
        }

        return command switch
        {
            Start or FailHandshake or Join or StateName => state.DecideBeginning(command),
            PresentPin or CompareSas => state.DecideProof(command),
            Ask ask => state.DecideAsk(ask, now),
            OfferRenewal or Withdraw or TimeOutPrompt or LosePrompt or Refuse => state.DecideAskEnd(command, now),
            Allow allow => state.DecideAllow(allow, now),
            Release or Revoke or RevokeAll => state.DecideGrantEnd(command),
            Pause or Resume or GoAway or ComeBack => state.DecideAttention(command),
            Tick or LoseLink or RestoreLink => state.DecideTime(command, now),
            CompleteFile or FailFile or NoteClipboard or Meter or FailChannel or FailPart => state.DecideChannel(command),
            TechnicianCommands.Chat or OperatorCommands.Chat => state.DecideChat(command),
            End end => Decision.Of(state.EndSession(end.By, end.Reason)),
            _ => Decision.Refused("NOT_NOW", "That isn't possible now."),
        };
    }

    private static Decision DecideClosing(this SessionState state, SessionCommand command) => command switch
    {
        Meter m when state.Unmetered.Contains(m.Channel) => Decision.Of(Metered(m)),
        Finish => Decision.Of(new Ended(Party.Instrument, EndReason.SessionOver, [.. state.Unmetered])),
        _ => Decision.Nothing,
    };

    private static ChannelMetered Metered(Meter m) => new(m.Channel, m.RecordsIn, m.BytesIn, m.RecordsOut, m.BytesOut);

    /// <summary>Everything that ends with the session, then the end itself. Only shrinks.</summary>
    private static IEnumerable<SessionEvent> EndSession(this SessionState state, Party by, EndReason reason) =>
    [
        .. state.Asks.Keys.Select(ask => new AskEnded(ask, AskOutcome.SessionOver)),
        .. state.Grants.Values.SelectMany(grant => state.CloseOne(grant, by, EndReason.SessionOver)),
        new Ending(by, reason),
    ];

    /// <summary>The end of a grant, and of what hangs on it: its channel, questions that would prolong it, and control when it was the view.</summary>
    private static IEnumerable<SessionEvent> CloseGrant(this SessionState state, OpenGrant grant, Party by, EndReason reason)
    {
        var needsIt = state.Asks.Values.Where(a => a.Renews == grant.Id || (grant.Capability == Capability.ViewScreen && a.Capability == Capability.ControlInput));
        foreach (var ask in needsIt)
        {
            yield return new AskEnded(ask.Id, AskOutcome.NoLongerPossible);
        }

        if (grant.Capability == Capability.ViewScreen && state.GrantOf(Capability.ControlInput) is { } control)
        {
            foreach (var closed in state.CloseOne(control, by, EndReason.ViewClosed))
            {
                yield return closed;
            }
        }

        foreach (var closed in state.CloseOne(grant, by, reason))
        {
            yield return closed;
        }
    }

    private static IEnumerable<SessionEvent> CloseOne(this SessionState state, OpenGrant grant, Party by, EndReason reason)
    {
        if (state.ChannelOf(grant.Id) is { } channel)
        {
            yield return new ChannelClosed(channel.Id, channel.Capability, reason);
        }

        yield return new GrantEnded(grant.Id, grant.Capability, by, reason);
    }

    private static string Clip(string text, int characters) => text.Length <= characters ? text : text[..characters];
}
