using static Orchestrator.Domain.HostCommands;
using static Orchestrator.Domain.OperatorCommands;
using static Orchestrator.Domain.SessionEvents;
using static Orchestrator.Domain.TechnicianCommands;

namespace Orchestrator.Domain;

/// <content>Start, join, PIN and digits: the order is training → sign-in → ticket → connect → approve → act, and nothing skips a step.</content>
public static partial class SessionDecisions
{
    private static Decision DecideBeginning(this SessionState state, SessionCommand command) => command switch
    {
        Start s when state.Phase == SessionPhase.New => Decision.Of(new Started(s.Number, s.Instrument, s.Policy, s.RunKey)),
        StateName n when state.Phase is SessionPhase.Waiting or SessionPhase.Joined => Decision.Of(new OperatorNamed(Clip(n.StatedName.Trim(), 100), n.OsAccount)),
        FailHandshake f when state.Phase == SessionPhase.Waiting => state.FailOneHandshake(f.Reason),
        Join j when state.Phase == SessionPhase.Waiting => Decision.Of(new TechnicianJoined(j.Technician, state.Policy.Tighten(j.Policy), j.TranscriptHash, j.Terms)),
        Join => Decision.Refused("SESSION_TAKEN", "Another technician is already in this session."),
        FailHandshake => Decision.Nothing,
        _ => Decision.Refused("NOT_NOW", "The session has already begun."),
    };

    private static Decision FailOneHandshake(this SessionState state, string reason)
    {
        var attempt = state.HandshakeFailures + 1;
        var failed = new HandshakeFailed(attempt, reason);
        return attempt < SessionLimits.Handshakes
            ? Decision.Of(failed)
            : Decision.Of([failed, .. state.EndSession(Party.Instrument, EndReason.HandshakesExhausted)]);
    }

    private static Decision DecideProof(this SessionState state, SessionCommand command)
    {
        if (state.Phase != SessionPhase.Joined)
        {
            return Decision.Refused("NOT_NOW", "No technician is waiting to be recognised.");
        }

        return command switch
        {
            PresentPin { Matches: true } when !state.PinAccepted => state.Prove(new PinPresented(true, state.PinFailures), open: state.SasMatched),
            PresentPin { Matches: false } when !state.PinAccepted => state.Fail(
                new PinPresented(false, state.PinFailures + 1), state.PinFailures + 1 >= SessionLimits.PinFailures, Party.Technician, EndReason.PinExhausted),
            CompareSas { Matches: true } when !state.SasMatched => state.Prove(new SasCompared(true, state.SasFailures), open: state.PinAccepted),
            CompareSas { Matches: false } when !state.SasMatched => state.Fail(
                new SasCompared(false, state.SasFailures + 1), state.SasFailures + 1 >= SessionLimits.SasFailures, Party.Operator, EndReason.SasExhausted),
            _ => Decision.Refused("ALREADY_PROVEN", "That was already shown to be right."),
        };
    }

    private static Decision Prove(this SessionState state, SessionEvent proof, bool open) =>
        open && state.LinksDown.IsEmpty ? Decision.Of(proof, new Opened()) : Decision.Of(proof);

    private static Decision Fail(this SessionState state, SessionEvent failure, bool last, Party by, EndReason reason) =>
        last ? Decision.Of([failure, .. state.EndSession(by, reason)]) : Decision.Of(failure);
}
