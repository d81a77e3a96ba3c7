using System.CommandLine;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins install</c>: verifies a package, says what it asks for, and puts it into a plugin folder. A running program has to be told: <c>plugins activate</c>.</summary>
internal static class InstallCommand
{
    public static Command Create(PluginToolIo io)
    {
        var package = new Argument<string>("PACKAGE") { Description = "The package." };
        var yes = new Option<bool>("--yes") { Description = "Don't ask." };
        var command = new Command("install", "Verify a package and put it into the plugin folder. What is there is never overwritten.") { package, yes };
        var places = new PlaceOptions(io).AddTo(command, withFolder: true);
        return command.Does(result =>
        {
            var folder = places.Folder(result);
            var trustFile = places.Trust(result);
            trustFile.RequireOutside(folder);
            var trust = trustFile.Read();
            using var opened = PluginPackage.Open(result.GetRequiredValue(package));
            var manifest = opened.Verify(trust);
            io.Output.WriteLine($"{manifest}, signed by {manifest.Publisher}:");
            foreach (var sentence in manifest.Permissions.InWords())
                io.Output.WriteLine($"  {sentence}");
            io.Output.WriteLine("  It runs with every right of the program that loads it; what stands here is what its publisher says, and nothing enforces it.");
            if (!result.GetValue(yes) && !IsWanted(io))
                throw new PluginToolException("Nothing was installed.");
            io.Output.WriteLine($"Installed: {opened.Install(trust, folder)}");
        });
    }

    private static bool IsWanted(PluginToolIo io)
    {
        if (!io.IsInteractive)
            throw new PluginToolException("There is nobody to ask whether to install it. Look at it with `plugins inspect`, then add --yes.");
        io.Error.Write("Install it? (yes or no) ");
        io.Error.Flush();
        using var reader = new StreamReader(io.Input, leaveOpen: true);
        return reader.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
