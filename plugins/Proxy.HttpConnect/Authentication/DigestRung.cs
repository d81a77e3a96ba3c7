using System.Security.Cryptography;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>
/// Digest authentication (RFC 7616). A proxy that finds its nonce too old, and says that the rest was right, is answered once more. Nonces for later
/// requests aren't kept: each tunnel begins with a challenge.
/// </summary>
internal sealed class DigestRung : IRung
{
    private const int NonceBytes = 16;

    public string Scheme => "Digest";

    public async Task<Outcome> TryAsync(Climb climb, Offer offer, CancellationToken cancellationToken)
    {
        if (DigestAnswer.Choose(offer) is not { } challenge)
            return new Obstacle(ObstacleKind.Incomplete, Scheme, "it names no algorithm and protection that are known here");
        if (await climb.Credentials.GetAsync(Scheme, challenge.Realm, cancellationToken).ConfigureAwait(false) is not { } credential)
            return new Obstacle(ObstacleKind.NoCredentials, Scheme);
        if (!AccountName.IsSendable(credential))
            return new Obstacle(ObstacleKind.NotSendable, Scheme);
        for (var again = false; ; again = true)
        {
            var authorization = DigestAnswer.Authorization(challenge, credential, climb.Tunneling.Authority, RandomNumberGenerator.GetHexString(2 * NonceBytes, lowercase: true));
            var answer = await climb.Tunneling.AskAsync(authorization, cancellationToken).ConfigureAwait(false);
            if (!answer.WantsCredentials)
                return answer;
            if (again || DigestAnswer.Choose(Offer.Of(answer)) is not { } next || !IsStale(next) || next["nonce"] == challenge["nonce"])
                return new Obstacle(ObstacleKind.Refused, Scheme, Status: answer.Status);
            challenge = next;
        }
    }

    private static bool IsStale(Challenge challenge) => string.Equals(challenge["stale"], "true", StringComparison.OrdinalIgnoreCase);
}
