using System.Globalization;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Diagnosing;

/// <summary>What is said of a step that worked.</summary>
internal static class HopDetails
{
    public static string Of(DialHop hop, DialAttempt? attempt, DiagnosedProgram program) => hop switch
    {
        DialHop.Configuration => $"{string.Join(", ", program.BrokerNames)}, port {program.Port.ToString(CultureInfo.InvariantCulture)}",
        DialHop.Name when attempt is not null => attempt.Route.IsDirect ? attempt.BrokerName : $"the proxy of {attempt.Route}",
        DialHop.Connection when attempt is not null => attempt.Trail.Address,
        DialHop.Proxy when attempt is not null => attempt.Trail.ProxyScheme.Length > 0 ? $"{attempt.Route}, signed in by {attempt.Trail.ProxyScheme}" : $"{attempt.Route}, no sign-in",
        DialHop.Tls when attempt is { Trail.Certificate: { } certificate } => $"{attempt.Trail.TlsVersion}, certificate from {certificate.PlainIssuer}{Inspected(certificate.Interception)}",
        DialHop.Transport when attempt is not null => attempt.Transport,
        DialHop.Broker => "proved with the vendor's key",
        _ => "",
    };

    /// <summary>Whether the site reads, as a half sentence.</summary>
    public static string Inspected(TlsInterception interception) => interception switch
    {
        TlsInterception.Intercepted => "; this isn't the vendor's: the network inspects TLS",
        TlsInterception.Unknown => "; whether that is the vendor's isn't known here",
        _ => "",
    };
}
