using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>Takes a session up on a new link, for either end.</summary>
internal static class Reattachment
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>Asks the session; the session itself tells the end that it goes on. Null when it doesn't; the link then ends.</summary>
    public static async Task<Relay?> AskAsync(BrokerMessages.Reattach wish, IActorRef sessions)
    {
        try
        {
            switch (await sessions.Ask(wish, AnswerTime).ConfigureAwait(false))
            {
                case BrokerMessages.Reattached attached:
                    return attached.Relay;
                case BrokerMessages.Refused refused:
                    await wish.Link.SendAsync(new BrokerToBoth.Refused(refused.Code, refused.Sentence)).ConfigureAwait(false);
                    break;
            }
        }
        catch (AskTimeoutException)
        {
            // Not a no: the end may come again on another link.
        }

        return null;
    }
}
