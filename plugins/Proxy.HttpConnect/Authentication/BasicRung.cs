using System.Text;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>Basic authentication (RFC 7617), in UTF-8. Asks for credentials only when it may send them.</summary>
internal sealed class BasicRung : IRung
{
    public string Scheme => "Basic";

    public async Task<Outcome> TryAsync(Climb climb, Offer offer, CancellationToken cancellationToken)
    {
        if (!climb.Credentials.AllowBasicInClear)
            return new Obstacle(ObstacleKind.NotInClear, Scheme);
        if (await climb.Credentials.GetAsync(Scheme, offer.Find(Scheme)!.Realm, cancellationToken).ConfigureAwait(false) is not { } credential)
            return new Obstacle(ObstacleKind.NoCredentials, Scheme);
        if (credential.UserName.Contains(':', StringComparison.Ordinal) || !AccountName.IsSendable(credential))
            return new Obstacle(ObstacleKind.NotSendable, Scheme);
        var value = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
        var answer = await climb.Tunneling.AskAsync($"{Scheme} {value}", cancellationToken).ConfigureAwait(false);
        return answer.WantsCredentials ? new Obstacle(ObstacleKind.Refused, Scheme, Status: answer.Status) : answer;
    }
}
