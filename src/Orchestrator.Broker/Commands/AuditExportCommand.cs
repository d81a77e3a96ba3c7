using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Orchestrator.Audit.Export;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Evidence;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Commands;

/// <summary><c>audit export</c>: a session's records for people (a page that prints) and for programs (the exact lines).</summary>
internal static class AuditExportCommand
{
    public static Command Create(CommandIo io)
    {
        var number = new Argument<string>("SESSION") { Description = "The session's nine digits." };
        var data = CommonOptions.Data();
        var run = new Option<string?>("--run") { Description = "Folder of the run's log at the instrument, with its texts; without it what the broker was given of it.", HelpName = "FOLDER" };
        var to = new Option<string>("--out") { Description = "Folder to write to; it must not be there yet.", Required = true, HelpName = "DIR" };
        var command = new Command("export", "Write a session's records as a page for people, which prints as PDF, and as JSON lines. Exit 0: all is proven; 1: it is written, and something isn't proven.") { number, data, run, to };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!SessionNumber.TryParse(result.GetRequiredValue(number), out var session))
            {
                throw new BrokerException(ExitCode.Usage, "A session's number has nine digits.");
            }

            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var records = await SessionRecords.ReadAsync(folder, store, io.Time, session, cancellationToken);
            var export = SessionExports.Make(records, KnownTexts.Read(new LogFolder(folder.Log)), result.GetValue(run), MadeBy, io.Time.GetUtcNow());
            try
            {
                var page = ExportFolder.Write(result.GetRequiredValue(to), export);
                foreach (var log in export.Logs)
                {
                    io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.Lines.Length} of {log.RecordsInLog} records, {log.Title}: {(log.Proof.IsProven ? "verified" : "NOT verified")}. {log.Proof.Sentence}"));
                }

                io.Output.WriteLine($"Written: {page}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BrokerException(Path.Exists(result.GetRequiredValue(to)) ? ExitCode.Exists : ExitCode.Refused, e.Message, e);
            }

            return export.Logs.All(log => log.Proof.IsProven && log.Lines.Length == log.RecordsInLog) ? 0 : 1;
        });
        return command;
    }

    private static string MadeBy =>
        $"orchestrator-broker {typeof(AuditExportCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
}
