using System.Globalization;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;

namespace Orchestrator.Links.Diagnosing;

/// <summary>A diagnosis as lines: for the person at the instrument, and as a block to send to the IT department.</summary>
public static class DiagnosisText
{
    /// <summary>First and last line of the block.</summary>
    public const string Begin = "----- for the IT department, to copy or photograph -----";

    /// <inheritdoc cref="Begin"/>
    public const string End = "--------------------------------------------------------";

    /// <summary>Steps and sentence, then the block where something failed or is worth a look.</summary>
    public static IEnumerable<string> Of(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        foreach (var hop in diagnosis.Hops)
            yield return $"  {State(hop.State),-13}{Name(hop.Hop),-22}{hop.Detail}".TrimEnd();
        yield return "";
        yield return diagnosis.Sentence;
        yield return "";
        foreach (var line in Block(diagnosis))
            yield return line;
    }

    /// <summary>The block alone.</summary>
    public static IEnumerable<string> Block(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var program = diagnosis.Program;
        yield return Begin;
        yield return $"Program:       {program.Name}; {program.OperatingSystem}";
        yield return $"Time:          {program.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC by this computer's clock";
        yield return $"Configuration: {Known(program.Configuration)}; site file: {Known(program.SiteFile)}";
        yield return diagnosis.Failed is { } failed ? $"Failed:        {diagnosis.Code}, at the step “{Name(failed.Hop)}”" : "Failed:        nothing";
        if (diagnosis.Telling?.Trail.Certificate is { } certificate)
        {
            yield return $"Certificate:   shown for {certificate.Host}, issued by {certificate.Issuer}{HopDetails.Inspected(certificate.Interception)}";
            if (certificate.RootSha256.Length > 0)
                yield return $"               root's SHA-256 {certificate.RootSha256}";
        }

        yield return diagnosis.Attempts.IsEmpty ? "Tried:         nothing was dialled" : "Tried:";
        foreach (var attempt in diagnosis.Attempts)
            yield return $"  - {Attempt(attempt)}";
        if (program.BrokerNames.Length > 0)
        {
            yield return "What this program needs:";
            foreach (var line in Needs.Of(diagnosis))
                yield return $"  - {line}";
        }

        yield return End;
    }

    /// <summary>What a step is called.</summary>
    public static string Name(DialHop hop) => hop switch
    {
        DialHop.Configuration => "configuration",
        DialHop.Name => "name resolution",
        DialHop.Connection => "TCP connection",
        DialHop.Proxy => "proxy",
        DialHop.Tls => "outer TLS",
        DialHop.Transport => "transport",
        DialHop.Broker => "vendor's proof",
        _ => throw new ArgumentOutOfRangeException(nameof(hop)),
    };

    /// <summary>What a state is called.</summary>
    public static string State(HopState state) => state switch
    {
        HopState.Ok => "ok",
        HopState.Failed => "FAILED",
        HopState.Skipped => "skipped",
        HopState.NotReached => "not reached",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static string Attempt(DialAttempt attempt)
    {
        var way = attempt.Route.IsDirect ? "without a proxy" : $"through {attempt.Route} ({Origin(attempt.Route.Origin)})";
        var transport = attempt.Transport.Length > 0 ? $", {attempt.Transport}" : "";
        var address = attempt.Trail.Address.Length > 0 ? $", connected to {attempt.Trail.Address}" : "";
        return $"{attempt.BrokerName} {way}{transport}{address}: {(attempt.IsLink ? "linked" : attempt.Code)} after {attempt.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
    }

    private static string Origin(RouteOrigin origin) => origin switch
    {
        RouteOrigin.SiteFile => "site file",
        RouteOrigin.CommandLine => "command line",
        RouteOrigin.PacFile => "PAC file",
        RouteOrigin.System => "this computer's settings",
        _ => "default",
    };

    private static string Known(string hash) => hash.Length > 0 ? hash : "none";
}
