using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Diagnosing;

/// <summary>A diagnosis for programs: one JSON object, the same content as <see cref="DiagnosisText"/>.</summary>
public static class DiagnosisJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object.</summary>
    public static string Of(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        return JsonSerializer.Serialize(
            new
            {
                diagnosis.Code,
                Reached = diagnosis.IsGood,
                diagnosis.Sentence,
                diagnosis.Program.At,
                Program = diagnosis.Program.Name,
                diagnosis.Program.OperatingSystem,
                diagnosis.Program.BrokerNames,
                diagnosis.Program.Port,
                diagnosis.Program.Configuration,
                diagnosis.Program.SiteFile,
                Hops = diagnosis.Hops.Select(hop => new { Hop = DiagnosisText.Name(hop.Hop), State = DiagnosisText.State(hop.State).ToLowerInvariant(), hop.Detail }),
                Certificate = diagnosis.Telling?.Trail.Certificate is { } shown ? new { shown.Host, shown.Issuer, shown.RootSha256, Interception = Word(shown.Interception) } : null,
                Attempts = diagnosis.Attempts.Select(attempt => new
                {
                    Broker = attempt.BrokerName,
                    Route = attempt.Route.ToString(),
                    attempt.Transport,
                    attempt.Trail.Address,
                    attempt.Trail.ProxyScheme,
                    attempt.Code,
                    attempt.Sentence,
                    Seconds = Math.Round(attempt.Elapsed.TotalSeconds, 1),
                }),
                Needs = diagnosis.Program.BrokerNames.Length > 0 ? Needs.Of(diagnosis) : [],
                Text = DiagnosisText.Block(diagnosis),
            },
            Options);
    }

    private static string Word(TlsInterception interception) => interception switch
    {
        TlsInterception.None => "none",
        TlsInterception.Intercepted => "intercepted",
        _ => "unknown",
    };
}
