using System.CommandLine;
using System.Text.RegularExpressions;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins new</c>: a plugin to begin with, the same that <c>dotnet new orchestrator-plugin</c> makes.</summary>
internal static partial class NewCommand
{
    public static Command Create(PluginToolIo io)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the plugin's class and folder: letters and digits." };
        var kind = new Option<string>("--kind") { Description = $"What it adapts: {string.Join(", ", TemplateFiles.Kinds)}.", HelpName = "KIND", Required = true };
        kind.AcceptOnlyFromAmong([.. TemplateFiles.Kinds]);
        var output = new Option<string?>("--output") { Description = "Folder to make. Default: NAME, here.", HelpName = "FOLDER" };
        var command = new Command("new", "Make a plugin to begin with: code, manifest, conformance tests.") { name, kind, output };
        command.SetAction(result =>
        {
            var given = result.GetRequiredValue(name);
            if (!Identifier().IsMatch(given))
                throw new PluginToolException($"\"{given}\" can't be a plugin's name. Take letters and digits, a letter first, 40 at most.");
            var folder = Path.GetFullPath(result.GetValue(output) ?? given);
            Write(folder, TemplateFiles.For(result.GetRequiredValue(kind), given));
            io.Output.WriteLine($"{folder} is a {result.GetRequiredValue(kind)} plugin. Its README.md says what to do next.");
            return 0;
        });
        return command;
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex Identifier();

    // Under another name first: a half-written plugin never has the final one.
    private static void Write(string folder, IEnumerable<(string Path, string Text)> files)
    {
        if (Path.Exists(folder))
            throw new PluginToolException($"{folder} is there already, and nothing is overwritten. Name another folder with --output.");
        var staging = $"{folder}.{Guid.NewGuid():n}";
        try
        {
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(staging, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                NewFile.Write(file, text);
            }

            Directory.Move(staging, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PluginToolException)
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
            throw e as PluginToolException ?? new PluginToolException($"{folder} can't be made: {e.Message} Name another folder with --output.", e);
        }
    }
}
