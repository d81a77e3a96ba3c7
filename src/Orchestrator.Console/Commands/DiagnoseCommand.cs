using System.CommandLine;
using Orchestrator.Links.Diagnosing;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>diagnose</c>: where the way to the vendor's server ends, for a technician whose own network is in the way.</summary>
internal static class DiagnoseCommand
{
    public static Command Create(CommandIo io)
    {
        var options = new CommonOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON for programs instead of text for people." };
        var command = new Command("diagnose", "Find out whether the vendor's server can be reached from this computer, and if not, where the way ends. Signs nobody in.") { json };
        options.AddTo(command, io, withPassword: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var console = await ConsoleRun.OpenAsync(options.Read(result, io), cancellationToken).ConfigureAwait(false);
            var diagnosis = await console.DiagnoseAsync(cancellationToken).ConfigureAwait(false);
            foreach (var line in result.GetValue(json) ? [DiagnosisJson.Of(diagnosis)] : DiagnosisText.Of(diagnosis))
            {
                io.Output.WriteLine(line);
            }

            return (int)(diagnosis.IsGood ? ExitCode.Success : ExitCode.Unreachable);
        });
        return command;
    }
}
