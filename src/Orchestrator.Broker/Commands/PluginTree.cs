using System.CommandLine;
using Orchestrator.Broker.Settings;
using Orchestrator.PluginTools;

namespace Orchestrator.Broker.Commands;

/// <summary><c>plugins …</c>, as every program with a plugin folder has it.</summary>
internal static class PluginTree
{
    public static Command Create(CommandIo io) => PluginCommands.Create(new PluginToolIo
    {
        Output = io.Output,
        Error = io.Error,
        Input = io.Input,
        IsInteractive = io.IsInteractive,
        Time = io.Time,
        ReadHidden = prompt => Secrets.ReadHidden(io, prompt),
        Places = PlacesIn,
    });

    private static PluginPlaces PlacesIn(string data)
    {
        var folder = DataFolder.At(data);
        return new PluginPlaces(folder.Plugins, folder.PluginTrust);
    }
}
