using Akka.Actor;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Links;

/// <summary>What a technician's message asks the session actor for. The answer to an ask goes back end to end.</summary>
internal static class TechnicianRequests
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(15);

    /// <summary>Hands one message over. Gives the check that failed when no honest console sends this.</summary>
    public static string? Hand(PeerMessage message, PeerIdentity technician, IActorRef session, PeerConnection peer)
    {
        switch (message)
        {
            case TechnicianToInstrument.PresentPin pin:
                session.Tell(new PinGiven(pin.Pin));
                return null;
            case TechnicianToInstrument.Ask ask when ask.RequestId <= technician.LastRequest:
                return "an ask that came before";
            case TechnicianToInstrument.Ask ask when !AskContent.IsSignedBy(ask, technician.TranscriptHash, technician.Key):
                return "an ask without the technician's signature";
            case TechnicianToInstrument.Ask ask:
                technician.LastRequest = ask.RequestId;
                _ = AskAsync(ask, AskContent.Keep(ask, technician.TranscriptHash, technician.Key), session, peer);
                return null;
            case TechnicianToInstrument.WithdrawAsk withdraw:
                session.Tell(new Do(new TechnicianCommands.Withdraw(withdraw.AskId)));
                return null;
            case TechnicianToInstrument.ReleaseGrant release:
                session.Tell(new Do(new TechnicianCommands.Release(release.GrantId)));
                return null;
            case TechnicianToInstrument.Chat chat:
                session.Tell(new Do(new TechnicianCommands.Chat(chat.Text)));
                return null;
            case TechnicianToInstrument.Leave:
                session.Tell(new Do(new HostCommands.End(Party.Technician, EndReason.TechnicianReleased)));
                return null;
            default:
                return $"{message.Type} at this time";
        }
    }

    private static async Task AskAsync(TechnicianToInstrument.Ask ask, SignedAsk signed, IActorRef session, PeerConnection peer)
    {
        PeerMessage answer;
        try
        {
            var command = new TechnicianCommands.Ask(ask.Capability, ask.Minutes, ask.Reason, ask.File, signed);
            answer = await session.Ask(new TechnicianAsked(ask.RequestId, command), AnswerTime).ConfigureAwait(false) switch
            {
                AskTaken taken => new InstrumentToTechnician.AskReceived(taken.RequestId, taken.Ask),
                Refused refused => new InstrumentToTechnician.AskRejected(ask.RequestId, refused.Code, refused.Sentence),
                _ => new InstrumentToTechnician.AskRejected(ask.RequestId, "NOT_NOW", "The instrument can't take the question now."),
            };
        }
        catch (AskTimeoutException)
        {
            answer = new InstrumentToTechnician.AskRejected(ask.RequestId, "BUSY", "The instrument didn't answer; ask again.");
        }

        await peer.SendAsync(answer).ConfigureAwait(false);
    }
}
