using Orchestrator.Abstractions;

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
        { WantsCredentials: true } => Make(answer, "PROXY_AUTH_REQUIRED", "The proxy wants a user name and password. Enter them."),
        { Status: 403 } => Make(answer, "PROXY_REFUSED", $"The proxy forbids the connection to {target.Host}, port {target.Port} (status 403). Ask the IT department to allow it."),
        { Status: >= 500 } => Make(answer, "PROXY_ERROR", $"The proxy couldn't make the connection to {target.Host}, port {target.Port} (status {answer.Status}). Ask the IT department whether the proxy can resolve this name and reach this port."),
        _ => Make(answer, "PROXY_REFUSED", $"The proxy refused the connection to {target.Host}, port {target.Port} (status {answer.Status}). Ask the IT department to allow it."),
    };

    /// <summary>The proxy asked again after it got credentials.</summary>
    public static ProxyFailure WrongCredentials(Answer answer) =>
        Make(answer, "PROXY_AUTH_FAILED", $"The proxy refused the user name or password (status {answer.Status}). They aren't tried again, so that the account isn't locked. Enter them anew.");

    /// <summary>Nobody has credentials.</summary>
    public static ProxyFailure NoCredentials(int status, string realm) =>
        new("PROXY_AUTH_REQUIRED", $"The proxy wants a user name and password{(realm.Length > 0 ? $" for \"{realm}\"" : "")}, and there are none. Enter them.", status);

    /// <summary>Policy keeps Basic off an open connection.</summary>
    public static ProxyFailure BasicInClear(int status) =>
        new("PROXY_BASIC_IN_CLEAR", "The proxy wants the password over a connection without encryption, which the policy of this site doesn't allow. Use an https:// proxy, or let the IT department allow Basic in the site file.", status);

    /// <summary>The proxy offers only what this plugin can't do.</summary>
    public static ProxyFailure NoScheme(int status, string offered) =>
        new("PROXY_SCHEME_UNSUPPORTED", $"The proxy wants to be spoken to by a method that isn't available here ({(offered.Length > 0 ? offered : "it names none")}). Ask the IT department for Basic over https, or for an exception for this computer.", status);

    /// <summary>Not sendable by Basic.</summary>
    public static ProxyFailure BadCredentials(int status) =>
        new("PROXY_AUTH_INVALID", "The user name for the proxy can't be sent: it holds a colon or a control character. Enter it without.", status);

    private static ProxyFailure Make(Answer answer, string code, string sentence) => new(code, sentence, answer.Status, answer.Body);
}
