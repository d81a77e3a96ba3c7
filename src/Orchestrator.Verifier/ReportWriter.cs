using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Verifier;

/// <summary>Shows a report to a person or to a program.</summary>
internal static class ReportWriter
{
    public static void WriteText(VerificationReport report, TextWriter output)
    {
        output.WriteLine($"log          {report.Origin}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"records      {report.Records} ({report.SignedRecords} signed, {report.Checkpoints} checkpoints)"));
        output.WriteLine($"root         {report.Root}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"receipts     {report.Receipts} checked, {report.Erased} texts erased"));
        foreach (var finding in report.Findings)
        {
            var where = finding.Sequence is { } sequence ? string.Create(CultureInfo.InvariantCulture, $" [record {sequence}]") : "";
            output.WriteLine($"{Word(finding.Severity),-12} {finding.Sentence}{where}");
        }

        output.WriteLine(report.ExitCode == 0
            ? "result       Every record is as it was signed, and every session has its end."
            : "result       There are findings. The log is not proven as a whole.");
    }

    public static void WriteJson(VerificationReport report, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("origin", report.Origin);
            json.WriteNumber("records", report.Records);
            json.WriteNumber("signedRecords", report.SignedRecords);
            json.WriteNumber("checkpoints", report.Checkpoints);
            json.WriteString("root", report.Root);
            json.WriteNumber("receipts", report.Receipts);
            json.WriteNumber("erased", report.Erased);
            json.WriteNumber("exitCode", report.ExitCode);
            json.WriteStartArray("findings");
            foreach (var finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("severity", Word(finding.Severity));
                json.WriteString("code", finding.Code);
                json.WriteString("sentence", finding.Sentence);
                if (finding.Sequence is { } sequence)
                    json.WriteNumber("sequence", sequence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string Word(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "note",
    };
}
