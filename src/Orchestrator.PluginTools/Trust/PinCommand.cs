using System.CommandLine;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins pin</c>: the lowest version of a plugin that may be loaded. A pin only rises: whoever lowers it lets old holes in again, and does that by hand.</summary>
internal static class PinCommand
{
    public static Command Create(PluginToolIo io)
    {
        var id = new Argument<string>("ID") { Description = "The plugin." };
        var version = new Argument<string>("VERSION") { Description = "The lowest version that may be loaded." };
        var command = new Command("pin", "Refuse all versions of a plugin below one, however well they are signed.") { id, version };
        var places = new PlaceOptions(io).AddTo(command);
        return command.Does(result =>
        {
            var plugin = result.GetRequiredValue(id);
            if (!PluginIds.IsId(plugin))
                throw new PluginToolException($"'{plugin}' can't be the id of a plugin: it has lower case words of letters and digits, joined by dots or hyphens.");
            if (!PluginIds.TryParseVersion(result.GetRequiredValue(version), out var lowest))
                throw new PluginToolException($"'{result.GetRequiredValue(version)}' isn't a version. Write three numbers, joined by dots.");
            var trustFile = places.Trust(result);
            var trust = trustFile.Read();
            if (trust.LowestOf(plugin) is { } before && lowest < before)
                throw new PluginToolException($"{plugin} is pinned to {before} already, and a pin only rises. If older versions must be let in again, change {trustFile.Path} by hand.");
            trustFile.Write(trust.With(new VersionPin(plugin, lowest)));
            io.Output.WriteLine($"Versions of {plugin} below {lowest} are refused from now on: {trustFile.Path}");
        });
    }
}
