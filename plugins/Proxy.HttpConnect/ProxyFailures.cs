using Orchestrator.Abstractions;
using Orchestrator.Plugins.Proxy.HttpConnect.Authentication;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;
using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>The failures of an HTTP proxy, each with its own code and sentence: what failed, why, what to do.</summary>
internal static class ProxyFailures
{
    /// <summary>The failure that an answer means; null when it means a tunnel.</summary>
    public static ProxyFailure? Of(Answer answer, ProxyTarget target) => answer switch
    {
        { Problem: AnswerProblem.Closed } => Make(answer, "PROXY_CLOSED", $"The proxy closed the connection without an answer ({answer.Detail}). Check that the address in the site file is that of an HTTP proxy and that this computer may use it."),
        { Problem: AnswerProblem.Garbage } => Make(answer, "PROXY_GARBAGE", $"What answers at the proxy's address isn't an HTTP proxy ({answer.Detail}). Check the address and the port in the site file."),
        { Problem: AnswerProblem.Silence } => Make(answer, "PROXY_TIMEOUT", $"The proxy took the request and didn't answer within {ConnectLimits.Answer.TotalSeconds:0} s. Try again; if it stays so, ask the IT department whether the proxy can reach {target.Host}, port {target.Port}."),
        { IsPage: true } => Make(answer, "PROXY_PORTAL", $"The proxy sent a web page (status {answer.Status}) in place of a connection. Open a web page in a browser: a sign-in or an acceptance of terms may be due."),
        { IsTunnel: true } => null,
        { Status: 403 } => Make(answer, "PROXY_REFUSED", $"The proxy forbids the connection to {target.Host}, port {target.Port} (status 403). Ask the IT department to allow it."),
        { Status: >= 500 } => Make(answer, "PROXY_ERROR", $"The proxy couldn't make the connection to {target.Host}, port {target.Port} (status {answer.Status}). Ask the IT department whether the proxy can resolve this name and reach this port."),
        _ => Make(answer, "PROXY_REFUSED", $"The proxy refused the connection to {target.Host}, port {target.Port} (status {answer.Status}). Ask the IT department to allow it."),
    };

    /// <summary>The proxy wants credentials, and no scheme of those that it offers led to a tunnel.</summary>
    /// <param name="offer">What it offers.</param>
    /// <param name="obstacles">What was in the way of each scheme that is known here.</param>
    public static ProxyFailure OfClimb(Offer offer, IReadOnlyList<Obstacle> obstacles)
    {
        // The one that a person can do most about.
        var decisive = obstacles.MaxBy(one => one.Kind);
        var status = decisive is { Status: > 0 } ? decisive.Status : offer.Status;
        var (code, sentence) = decisive?.Kind switch
        {
            ObstacleKind.Refused => ("PROXY_AUTH_FAILED", $"The proxy refused the user name or password (status {status}, by {decisive.Scheme}). They aren't tried again, so that the account isn't locked. Enter them anew."),
            ObstacleKind.NoCredentials => ("PROXY_AUTH_REQUIRED", $"The proxy wants a user name and password{(offer.Realm.Length > 0 ? $" for \"{offer.Realm}\"" : "")}, and there are none. Enter them."),
            ObstacleKind.NotAccepted => ("PROXY_AUTH_FAILED", $"The proxy doesn't let this user in (status {status}). Ask the IT department to allow this user and computer at the proxy."),
            ObstacleKind.NoTicket => ("PROXY_AUTH_FAILED", "This computer gets no Kerberos ticket for the proxy with this user name and password: they are wrong, or the site's sign-in server isn't known or reached here. They aren't tried again, so that the account isn't locked. Enter them anew, or ask the IT department."),
            ObstacleKind.NotSendable => ("PROXY_AUTH_INVALID", "The user name or password for the proxy can't be sent: it holds a control character, or the name holds a colon. Enter it without."),
            ObstacleKind.NotInClear => ("PROXY_BASIC_IN_CLEAR", "The proxy wants the password over a connection without encryption, which the policy of this site doesn't allow. Use an https:// proxy, or let the IT department allow Basic in the site file."),
            _ => ("PROXY_SCHEME_UNSUPPORTED", "The proxy wants to be signed in to by a method that can't be used here. Ask the IT department for Digest or NTLM, for Basic over https, or for an exception for this computer."),
        };
        var reasons = obstacles.Where(one => one.Why.Length > 0).Select(one => $" {one.Scheme}: {one.Why}.").Distinct();
        return new ProxyFailure(code, $"{sentence} It offers: {offer.Names}.{string.Concat(reasons)}", status);
    }

    private static ProxyFailure Make(Answer answer, string code, string sentence) => new(code, sentence, answer.Status, answer.Body);
}
