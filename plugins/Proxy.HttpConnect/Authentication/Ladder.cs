using Orchestrator.Abstractions;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;
using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>
/// The schemes that a proxy offers, the strongest first, each tried once. One that leads nowhere gives way to the next; a password that was refused
/// ends the climb, because the next scheme's attempt would count against the same account.
/// </summary>
internal static class Ladder
{
    private static readonly IRung[] Rungs =
    [
        new TokenRung(TokenRung.Negotiate, byTicket: true),
        new TokenRung(TokenRung.Negotiate, byTicket: false),
        new TokenRung(TokenRung.Ntlm, byTicket: false),
        new DigestRung(),
        new BasicRung(),
    ];

    /// <summary>Climbs.</summary>
    /// <param name="climb">What each scheme needs.</param>
    /// <param name="first">The answer that wants credentials.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<ProxyResult> ClimbAsync(Climb climb, Answer first, CancellationToken cancellationToken)
    {
        var offer = Offer.Of(first);
        var obstacles = new List<Obstacle>();
        foreach (var rung in Rungs.Where(rung => offer.Find(rung.Scheme) is not null))
        {
            var outcome = await rung.TryAsync(climb, offer, cancellationToken).ConfigureAwait(false);
            if (outcome.Answer is { } answer)
                return climb.Tunneling.Result(answer, rung.Scheme);
            obstacles.Add(outcome.Obstacle!);
            if (outcome.Obstacle!.Kind == ObstacleKind.Refused)
                break;
        }

        return new ProxyResult(null, ProxyFailures.OfClimb(offer, obstacles));
    }
}
