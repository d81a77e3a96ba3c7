using System.Net;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;
using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>
/// Negotiate or NTLM (RFC 4559, [MS-NTHT]): tokens go to and fro on one connection, which is authenticated as a whole. A Kerberos ticket that isn't
/// accepted says nothing about a password; only NTLM's third message is a proof of one.
/// </summary>
/// <param name="scheme">Negotiate or NTLM.</param>
/// <param name="byTicket">True: with what this user already has, and then Kerberos alone; no hash of the user's own password goes to whoever calls itself a proxy.</param>
internal sealed class TokenRung(string scheme, bool byTicket) : IRung
{
    public const string Negotiate = "Negotiate";
    public const string Ntlm = "NTLM";
    private const string NoTicket = "there is no Kerberos ticket";

    // Outside Windows the library's Negotiate is NTLM alone as soon as its own NTLM is switched on. MIT's acceptor takes a Kerberos token without its wrapper.
    private static readonly string NegotiatePackage = OperatingSystem.IsWindows() ? "Negotiate" : "Kerberos";

    public string Scheme => scheme;

    public async Task<Outcome> TryAsync(Climb climb, Offer offer, CancellationToken cancellationToken)
    {
        if (scheme == Negotiate && (climb.ProxyHost is null || IPAddress.TryParse(climb.ProxyHost, out _)))
            return Incomplete("Kerberos needs the proxy's name, and it is known by its address only");
        var credential = CredentialCache.DefaultNetworkCredentials;
        if (!byTicket)
        {
            if (await climb.Credentials.GetAsync(scheme, offer.Realm, cancellationToken).ConfigureAwait(false) is not { } given)
                return new Obstacle(ObstacleKind.NoCredentials, scheme);
            if (!AccountName.IsSendable(given))
                return new Obstacle(ObstacleKind.NotSendable, scheme);
            credential = scheme == Ntlm ? AccountName.ForNtlm(given) : AccountName.ForKerberos(given);
        }

        using var signIn = new SignIn(scheme == Negotiate ? NegotiatePackage : scheme, credential, $"HTTP/{climb.ProxyHost}", climb.Time);
        return await TalkAsync(climb.Tunneling, signIn, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Outcome> TalkAsync(Tunneling tunneling, SignIn signIn, CancellationToken cancellationToken)
    {
        var proven = false;
        Answer? answer = null;
        byte[] incoming = [];
        for (var leg = 0; leg < ConnectLimits.Legs; leg++)
        {
            var step = await signIn.StepAsync(incoming, cancellationToken).ConfigureAwait(false);
            if (step.Token is not { } token)
                return proven ? Refused(answer!) : Stuck(step);
            if (byTicket && NtlmMessages.IsIn(token))
                return Incomplete(NoTicket);
            var authorization = $"{scheme} {Convert.ToBase64String(token)}";
            answer = leg == 0
                ? await tunneling.AskAsync(authorization, cancellationToken).ConfigureAwait(false)
                : await tunneling.ContinueAsync(authorization, cancellationToken).ConfigureAwait(false);
            if (answer is null)
                return Incomplete("the proxy closes the connection between its steps");
            proven |= NtlmMessages.IsProofIn(token);
            if (!proven && answer.Problem is AnswerProblem.Closed or AnswerProblem.Garbage)
                return Incomplete("the proxy breaks it off");
            if (!answer.WantsCredentials)
                return answer;
            if (!TryToken(Offer.Of(answer), out incoming))
                return proven ? Refused(answer) : NtlmMessages.IsIn(token) ? Incomplete("the proxy doesn't go on with it") : new Obstacle(ObstacleKind.NotAccepted, scheme, "the proxy doesn't accept the Kerberos ticket", answer.Status);
        }

        return proven ? Refused(answer!) : Incomplete("the proxy comes to no end with it");
    }

    private bool TryToken(Offer offer, out byte[] token)
    {
        var text = offer.Find(scheme)?.Token ?? "";
        var bytes = new byte[text.Length];
        var valid = Convert.TryFromBase64String(text, bytes, out var length) && length > 0;
        token = bytes[..length];
        return valid;
    }

    private Obstacle Stuck(SignInStep step) => !step.NoTicket ? Incomplete(step.Why)
        : byTicket ? Incomplete(NoTicket)
        : new Obstacle(scheme == Negotiate ? ObstacleKind.NoTicket : ObstacleKind.Incomplete, scheme, "no ticket comes of this user name and password");

    private Obstacle Incomplete(string why) => new(ObstacleKind.Incomplete, scheme, why);

    private Obstacle Refused(Answer answer) => new(ObstacleKind.Refused, scheme, Status: answer.Status);
}
