using System.CommandLine;
using Orchestrator.PluginTools;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>plugins …</c>, as every program with a plugin folder has it.</summary>
internal static class PluginTree
{
    public static Command Create(CommandIo io) => PluginCommands.Create(new PluginToolIo
    {
        Output = io.Output,
        Error = io.Error,
        Input = io.Input,
        IsInteractive = io.IsInteractive,
        ReadHidden = prompt => Secrets.ReadHidden(io, prompt),
    });
}
