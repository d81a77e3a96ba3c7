using System.CommandLine;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary><c>testbed demo</c>.</summary>
internal static class DemoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Changes deck, file contents and the place of the error.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var output = new Option<string>("--output") { Description = "Folder for timeline, screenshots and logs.", DefaultValueFactory = _ => Path.Combine("artifacts", "demo"), HelpName = "FOLDER" };
        var proxy = new Option<Uri?>("--proxy") { Description = "Proxy that both ends go through.", HelpName = "http://[USER:PASSWORD@]HOST:PORT" };
        var sabotage = new Option<Sabotage>("--sabotage") { Description = "Break one thing on purpose: the demonstration must then fail and name it.", DefaultValueFactory = _ => Sabotage.None };
        var attend = new Option<bool>("--attend") { Description = "Be the operator yourself, in this terminal; the technician's side is in your browser." };
        var command = new Command("demo", "A whole support case, from the stopped run to both logs. Exit 0: every check holds; 1: at least one doesn't.") { seed, output, proxy, attend, sabotage };
        command.SetAction((result, cancellationToken) =>
        {
            var options = new DemoOptions(
                result.GetValue(seed), Path.GetFullPath(result.GetValue(output)!), result.GetValue(proxy), result.GetValue(sabotage));
            return result.GetValue(attend)
                ? AttendRun.RunAsync(options, System.Console.Out, cancellationToken)
                : DemoRun.RunAsync(options, System.Console.Out, cancellationToken);
        });
        return command;
    }
}
