using System.CommandLine;
using System.Reflection;
using Orchestrator.PluginTools;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Commands;

/// <summary>The command line of <c>orchestrator-broker</c>. Every failure is a sentence on standard error and an exit code of its own; never a stack trace.</summary>
public static class BrokerProgram
{
    /// <summary>Runs one command and gives the exit code.</summary>
    /// <param name="args">Of the process.</param>
    /// <param name="executable">Whose metadata names the vendor's root in a release.</param>
    public static async Task<int> RunAsync(string[] args, Assembly executable)
    {
        try
        {
            var io = CommandIo.OfProcess(isDevelopmentBuild: CompiledRoot.Of(executable) is null);
            return await RunAsync(args, io, new PasswordHasher(SystemRandomSource.Instance), CancellationToken.None);
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return (int)ExitCode.Unexpected;
        }
    }

    /// <summary>Runs one command for another program: the testbed.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Stream input) => RunAsync(
        args,
        new CommandIo { Output = output, Error = error, Input = input, IsInteractive = false, Time = TimeProvider.System },
        new PasswordHasher(SystemRandomSource.Instance),
        CancellationToken.None);

    internal static async Task<int> RunAsync(string[] args, CommandIo io, PasswordHasher passwords, CancellationToken cancellationToken)
    {
        var root = new RootCommand("The vendor's broker: accounts, training, admission and relay for remote support of laboratory instruments.")
        {
            InitCommand.Create(io),
            AccountCommands.Create(io, passwords),
            ConsoleCommands.Create(io, passwords),
            TrainingCommands.Create(io, passwords),
            PolicyCommands.Create(io, passwords),
            WitnessCommands.Create(io, passwords),
            ServeCommand.Create(io),
            AuditCommands.Create(io, passwords),
            PluginTree.Create(io),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                io.Error.WriteLine(error.Message);
            }

            io.Error.WriteLine("Add --help to the command to see what it takes.");
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = io.Output, Error = io.Error, EnableDefaultExceptionHandler = false }, cancellationToken);
        }
        catch (BrokerException e)
        {
            io.Error.WriteLine(e.Message);
            return (int)e.Code;
        }
        catch (PluginToolException e)
        {
            io.Error.WriteLine(e.Message);
            return (int)ExitCode.Refused;
        }
        catch (OperationCanceledException)
        {
            io.Error.WriteLine("Stopped before it was done.");
            return (int)ExitCode.Unexpected;
        }
        catch (Exception e)
        {
            io.Error.WriteLine($"An unforeseen failure: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} Report it to the maker of this program.");
            return (int)ExitCode.Unexpected;
        }
    }
}
