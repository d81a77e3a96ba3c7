using System.CommandLine;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins pack</c>: from the output of a build to one file, not signed yet.</summary>
internal static class PackCommand
{
    public static Command Create(PluginToolIo io)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Output of a build, with a plugin.json that lists no files." };
        var output = new Option<string?>("--out") { Description = "Folder for the package. Default: here.", HelpName = "DIR" };
        return new Command("pack", "Make a package of a build's output; the hashes of its files go into the manifest.") { folder, output }.Does(result =>
        {
            var source = result.GetRequiredValue(folder);
            if (!Directory.Exists(source))
                throw new PluginToolException($"There is no folder {source}. Name the one that `dotnet publish` filled.");
            var made = PackageMaker.Pack(Path.GetFullPath(source), result.GetValue(output) ?? Directory.GetCurrentDirectory());
            foreach (var path in made.LeftOut)
                io.Output.WriteLine($"Left out: {path}  (only a program of its own needs it)");
            io.Output.WriteLine($"{made.Manifest}, {made.Manifest.Files.Count} files: {made.File}  (sign it with `plugins sign`)");
        });
    }
}
