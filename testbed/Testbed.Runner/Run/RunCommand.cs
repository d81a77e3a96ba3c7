using System.CommandLine;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary><c>testbed run</c>.</summary>
internal static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var place = new Argument<string>("scenarios") { Description = "A folder of scenarios, or one scenario.", DefaultValueFactory = _ => "scenarios" };
        var world = new Option<WorldOption>("--world") { Description = "Where to play them.", DefaultValueFactory = _ => WorldOption.Both };
        var filter = new Option<string[]>("--filter") { Description = "Only scenarios whose theme/id holds this; * stands for anything. May be given several times.", DefaultValueFactory = _ => [], HelpName = "PART" };
        var report = new Option<string?>("--report") { Description = "Folder for junit.xml and report.html.", HelpName = "FOLDER" };
        var matrix = new Option<string?>("--matrix") { Description = "File for the firewall matrix, Markdown.", HelpName = "FILE" };
        var flip = new Option<bool>("--flip") { Description = "Turn every expectation into its opposite. Every scenario must then fail." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var parallel = new Option<int>("--parallel") { Description = "Scenarios at once.", DefaultValueFactory = _ => 2, HelpName = "N" };
        parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 16)
                result.AddError("--parallel needs a number from 1 to 16.");
        });
        var command = new Command(
            "run",
            "Plays scenarios and holds them against what they expect. Exit 0: all hold, and the worlds agree (with --flip: all fail); 1: one doesn't; 2: a scenario or option can't be read; 3: a world can't be set up here.")
        {
            place, world, filter, report, matrix, flip, json, parallel,
        };
        command.SetAction((result, cancellationToken) =>
        {
            // Whatever a library of the programs prints would come between the lines of this one.
            var output = System.Console.Out;
            System.Console.SetOut(TextWriter.Null);
            return ScenarioRun.RunAsync(Options(result), output, System.Console.Error, cancellationToken);
        });
        return command;

        RunOptions Options(ParseResult result) => new()
        {
            Place = result.GetRequiredValue(place),
            World = result.GetValue(world),
            Filters = result.GetValue(filter)!,
            Report = result.GetValue(report),
            Matrix = result.GetValue(matrix),
            Flip = result.GetValue(flip),
            Json = result.GetValue(json),
            Parallel = result.GetValue(parallel),
        };
    }
}
