using System.CommandLine;
using System.Net;
using Orchestrator.Domain;
using Orchestrator.PluginFolders;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.QuickSupport;

/// <summary>
/// The command line of <c>testbed-quicksupport</c>: QuickSupport's own library with a simulated person and a simulated screen, as a
/// process that a test can kill. The shipped program has none of these options.
/// </summary>
internal static class QuickSupportCommand
{
    /// <summary>The command.</summary>
    public static RootCommand Create()
    {
        var config = new Option<string>("--config") { Description = "The vendor's signed configuration.", Required = true, HelpName = "FILE" };
        var log = new Option<string>("--log") { Description = "Folder of the evidence logs.", Required = true, HelpName = "FOLDER" };
        var files = new Option<string>("--files") { Description = "Folder for files that come and go.", Required = true, HelpName = "FOLDER" };
        var site = new Option<string?>("--site") { Description = "The customer's site file.", HelpName = "FILE" };
        var vendorAt = new Option<string?>("--vendor-at") { Description = "Every name is at this address; the checks of guard and certificate stay as they are.", HelpName = "ADDRESS" };
        var name = new Option<string>("--operator") { Description = "The name that is stated.", DefaultValueFactory = _ => "Operator", HelpName = "NAME" };
        var answersAfter = new Option<int>("--answers-after") { Description = "Time to read and answer a prompt.", DefaultValueFactory = _ => 50, HelpName = "MILLISECONDS" };
        var mishears = new Option<int>("--mishears") { Description = "How often the six digits are misheard.", HelpName = "N" };
        var refuses = new Option<string[]>("--refuses") { Description = "A capability that is refused; may be given several times.", DefaultValueFactory = _ => [], HelpName = "CAPABILITY" };
        var revokes = new Option<int?>("--revokes-after") { Description = "Takes everything back so long after the first grant.", HelpName = "MILLISECONDS" };
        var plugins = new Option<string?>("--plugins") { Description = "Folder of further plugins, as <id>/<version>/plugin.json; of one id the highest version serves.", HelpName = "FOLDER" };
        var trust = new Option<string?>("--plugin-trust") { Description = $"Whose plugins are loaded from there. Default: {PluginTrustFile.Name} beside the folder.", HelpName = "FILE" };
        var control = new Option<string?>("--control") { Description = $"Folder in which {ControlSocket.FileName} is made, over which plugins are listed and changed while it runs.", HelpName = "FOLDER" };
        var typed = new Option<string?>("--typed") { Description = "Shows the small screen of scenarios, and writes the keys that arrive into this file.", HelpName = "FILE" };
        var display = new Option<string?>("--display") { Description = "Shows and controls this X display in place of a simulated screen.", HelpName = "DISPLAY" };
        var absent = new Option<bool>("--absent") { Description = "Prompts are never answered." };
        refuses.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.Where(token => Capabilities.Parse(token.Value) is null))
            {
                result.AddError($"There is no capability '{unknown.Value}'.");
            }
        });

        var command = new RootCommand("QuickSupport with a scripted operator and a simulated screen. Prints one JSON object a line; the six digits are read from standard input.")
        {
            config, log, files, site, vendorAt, name, answersAfter, mishears, refuses, revokes, absent, plugins, trust, control, typed, display,
        };
        command.SetAction((result, cancellationToken) => QuickSupportProcess.RunAsync(
            new ProcessOptions(
                result.GetRequiredValue(config),
                result.GetRequiredValue(log),
                result.GetRequiredValue(files),
                result.GetValue(site),
                result.GetValue(vendorAt) is { } address ? IPAddress.Parse(address) : null,
                new OperatorHabits
                {
                    Name = result.GetValue(name)!,
                    AnswerAfter = TimeSpan.FromMilliseconds(result.GetValue(answersAfter)),
                    Mishears = result.GetValue(mishears),
                    Refuses = result.GetValue(refuses)!.Select(each => Capabilities.Parse(each)!.Value).ToHashSet(),
                    RevokesAfter = result.GetValue(revokes) is { } after ? TimeSpan.FromMilliseconds(after) : null,
                    IsAbsent = result.GetValue(absent),
                },
                result.GetValue(plugins) is { } folder ? new PluginFolderOptions(folder, result.GetValue(trust) ?? PluginFolderOptions.TrustFileBeside(folder)) : null,
                result.GetValue(control),
                result.GetValue(typed),
                result.GetValue(display)),
            cancellationToken));
        return command;
    }
}
