using System.CommandLine;

namespace Orchestrator.PluginTools;

/// <summary>The command <c>plugins</c>: the same tree in every program that loads plugins from folders.</summary>
public static class PluginCommands
{
    /// <summary>Makes the tree. A command that fails in an expected way throws <see cref="PluginToolException"/>; the program prints its sentence and chooses the exit code.</summary>
    public static Command Create(PluginToolIo io)
    {
        var command = new Command("plugins", "Make, sign, check and install plugins, and ask a running program about them.")
        {
            NewCommand.Create(io),
            KeygenCommand.Create(io),
            PackCommand.Create(io),
            SignCommand.Create(io),
            InspectCommand.Create(io),
            VerifyCommand.Create(io),
            InstallCommand.Create(io),
            TrustCommand.Create(io),
            PinCommand.Create(io),
        };
        foreach (var control in ControlCommands.Create(io))
            command.Add(control);
        return command;
    }
}
