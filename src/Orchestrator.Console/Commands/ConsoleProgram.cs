using System.CommandLine;
using System.Reflection;
using Orchestrator.Links.Routing;
using Orchestrator.PluginTools;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Technicians.Commands;

/// <summary>The command line of <c>orchestrator</c>. Every failure is a sentence on standard error and an exit code; never a stack trace.</summary>
public static class ConsoleProgram
{
    /// <summary>Runs one command and gives the exit code.</summary>
    /// <param name="args">Of the process.</param>
    /// <param name="executable">Whose metadata may name the vendor's root.</param>
    public static async Task<int> RunAsync(string[] args, Assembly executable)
    {
        try
        {
            return await RunAsync(args, CommandIo.OfProcess(new ConsoleOptions { CompiledRoot = CompiledRoot.Of(executable), Routes = RouteSettings.OfSystem }), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return (int)ExitCode.Configuration;
        }
    }

    internal static async Task<int> RunAsync(string[] args, CommandIo io, CancellationToken cancellationToken)
    {
        var root = new RootCommand("The technician's console: remote support of laboratory instruments, with the operator's consent to each step.")
        {
            ActivateCommand.Create(io),
            LoginCommand.Create(io),
            ConnectCommand.Create(io),
            ApprovalCommands.Request(io),
            ApprovalCommands.List(io),
            ApprovalCommands.Approve(io),
            ApprovalCommands.Refuse(io),
            AuditCommand.Create(io),
            DiagnoseCommand.Create(io),
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
            var how = new InvocationConfiguration { Output = io.Output, Error = io.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(how, cancellationToken).ConfigureAwait(false);
        }
        catch (ConsoleException e)
        {
            io.Error.WriteLine(e.Message);
            return (int)e.Exit;
        }
        catch (PluginToolException e)
        {
            io.Error.WriteLine(e.Message);
            return (int)ExitCode.Configuration;
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
