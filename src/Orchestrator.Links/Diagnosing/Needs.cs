using System.Globalization;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Diagnosing;

/// <summary>What IT must allow, as far as the failure tells: host, port, proxy, certificate.</summary>
internal static class Needs
{
    public static IEnumerable<string> Of(Diagnosis diagnosis)
    {
        var program = diagnosis.Program;
        var names = string.Join(", ", program.BrokerNames);
        var port = program.Port.ToString(CultureInfo.InvariantCulture);
        var proxies = diagnosis.Attempts.Where(attempt => !attempt.Route.IsDirect).Select(attempt => attempt.Route.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        if (proxies.Length == 0 || diagnosis.Attempts.Any(attempt => attempt.Route.IsDirect))
            yield return $"outgoing TCP to {names}, port {port}, or a proxy named in the site file; nothing comes in, and nothing else is contacted";
        foreach (var proxy in proxies)
            yield return $"at {proxy}: CONNECT to {names}, port {port}, held open for hours and through quiet minutes";
        yield return $"TLS 1.2 or 1.3 end to end with {names}; where TLS is inspected, an exception for these names is best";
        foreach (var line in Because(diagnosis.Code, names))
            yield return line;
    }

    private static IEnumerable<string> Because(string code, string names) => code switch
    {
        DialCodes.NameNotFound => [$"a DNS answer for {names} on this computer, or a proxy that resolves it"],
        DialCodes.TlsIntercepted or DialCodes.TlsPinned or DialCodes.TlsInterceptionUnknown => ["the exception from TLS inspection, or tls-interception: allow in the site file (a pinned key leaves the exception alone)"],
        DialCodes.TlsUntrusted or DialCodes.TlsWeak or DialCodes.TlsChain => ["where the network inspects TLS: its root in this computer's trust store, with RSA of 2048 bits or a curve of 256, and SHA-256"],
        DialCodes.TlsDate => ["this computer's clock set right"],
        DialCodes.CaptivePortal => ["a network without a sign-in page, or this computer signed in at it"],
        DialCodes.TransportRefused => ["WebSocket upgrades (RFC 6455) inside that connection, or HTTPS requests and answers that aren't held back until they are whole"],
        _ when code.StartsWith("PROXY_AUTH_", StringComparison.Ordinal) || code is "PROXY_SCHEME_UNSUPPORTED" or "PROXY_BASIC_IN_CLEAR" => ["an account at the proxy for this program, in the site file or typed by the operator, or an exception from sign-in for these names"],
        _ => [],
    };
}
