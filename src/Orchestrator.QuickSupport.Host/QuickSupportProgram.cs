using System.CommandLine;
using Orchestrator.QuickSupport.Composition;

namespace Orchestrator.QuickSupport.Host;

/// <summary>The command line of <c>quicksupport</c>. It has no switch that answers for the operator: without a terminal there is no session.</summary>
internal static class QuickSupportProgram
{
    /// <summary>Runs to the end of the session; gives the exit code.</summary>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, TerminalSession.RunAsync, Console.Error, Diagnosing.RunAsync);

    /// <summary>The same with something else in the session's place: it gets configuration, site file and log folder, and there is nothing more to get.</summary>
    internal static async Task<int> RunAsync(
        string[] args, Func<string, string, string, CancellationToken, Task<int>> session, TextWriter errors, Func<string, string, bool, CancellationToken, Task<int>>? diagnosis = null)
    {
        var config = new Option<string>("--config")
        {
            Description = "The vendor's signed configuration.",
            DefaultValueFactory = _ => ProgramPaths.Configuration,
            Recursive = true,
        };
        var site = new Option<string>("--site")
        {
            Description = "The customer's site file; honoured only if the user who runs this program can't change it.",
            DefaultValueFactory = _ => ProgramPaths.SiteFile,
            Recursive = true,
        };
        var log = new Option<string>("--log")
        {
            Description = "Folder of the evidence logs.",
            DefaultValueFactory = _ => ProgramPaths.Logs,
        };
        var root = new RootCommand("Orchestrator QuickSupport: lets the vendor's technician help at this instrument, for as long as you allow it.") { config, site, log };
        root.SetAction((parsed, cancellationToken) => session(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(site), parsed.GetRequiredValue(log), cancellationToken));
        if (diagnosis is not null)
            root.Subcommands.Add(Diagnose(config, site, diagnosis));
        root.Subcommands.Add(AuditTree.Create(site));
        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
                await errors.WriteLineAsync(error.Message).ConfigureAwait(false);
            await errors.WriteLineAsync("Add --help to see what it takes.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        // Signals are handled by the session itself: they end it in order.
        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }

    private static Command Diagnose(Option<string> config, Option<string> site, Func<string, string, bool, CancellationToken, Task<int>> diagnosis)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON for programs instead of text for people." };
        var command = new Command("diagnose", "Find out whether the vendor's server can be reached from this computer, and if not, where the way ends. Starts no session.") { json };
        command.SetAction((parsed, cancellationToken) => diagnosis(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(site), parsed.GetValue(json), cancellationToken));
        return command;
    }
}
