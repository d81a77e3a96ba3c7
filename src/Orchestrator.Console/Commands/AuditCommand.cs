using System.CommandLine;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>audit verify</c>: one log offline, for technicians who have no auditor's program at hand. Both logs of a session are compared where the broker's data is: <c>orchestrator-broker audit diff</c>.</summary>
internal static class AuditCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static Command Create(CommandIo io) => new("audit", "Logs of sessions.") { Verify(io) };

    private static Command Verify(CommandIo io)
    {
        var folder = new Argument<string>("LOGDIR") { Description = "Folder with records and checkpoints." };
        var key = new Option<string>("--key") { Description = "The log's key (name+hash+base64), or a file that holds it; from where it is trusted, not from LOGDIR.", Required = true, HelpName = "PUBKEY" };
        var json = new Option<bool>("--json") { Description = "Report as JSON." };
        var command = new Command("verify", "Check one evidence log offline. Reads only; needs no server.") { folder, key, json };
        command.SetAction(result =>
        {
            try
            {
                var report = LogVerifier.Verify(new LogVerification { Folder = result.GetRequiredValue(folder), Key = Key(result.GetRequiredValue(key)) });
                io.Output.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(report, Json) : Text(report));
                return (int)(report.ExitCode == 0 ? ExitCode.Success : ExitCode.Findings);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConsoleException("LOG_UNREADABLE", ExitCode.Configuration, $"The log can't be checked: {e.Message}", e);
            }
        });
        return command;
    }

    private static string Text(VerificationReport report)
    {
        var findings = report.Findings.Select(f => $"{f.Severity.ToString().ToUpperInvariant(),-8} {f.Sentence}{(f.Sequence is { } at ? $" [record {at}]" : "")}");
        string[] lines =
        [
            $"{report.Origin}: {report.Records} records, {report.SignedRecords} signed, {report.Checkpoints} checkpoints",
            .. findings,
            report.ExitCode == 0 ? "Every record is as it was signed, and every session has its end." : "There are findings. The log is not proven as a whole.",
        ];
        return string.Join(Environment.NewLine, lines);
    }

    private static NoteKey Key(string text)
    {
        if (NoteKey.TryParse(text, out var key) || (File.Exists(text) && new FileInfo(text).Length < 4096 && NoteKey.TryParse(File.ReadAllText(text).Trim(), out key)))
        {
            return key;
        }

        throw new ConsoleException("BAD_KEY", ExitCode.Usage, "The key isn't one: it reads name+8 hex digits+base64, or is a file with that in it.");
    }
}
