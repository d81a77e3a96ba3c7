using System.CommandLine;
using System.Reflection;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Witnesses.Commands;

/// <summary>The command line of <c>orchestrator-witness</c>. Every failure is a sentence on standard error and an exit code; never a stack trace.</summary>
public static class WitnessProgram
{
    /// <summary>Runs one command and gives the exit code.</summary>
    /// <param name="args">Of the process.</param>
    /// <param name="executable">Whose metadata may name the vendor's root.</param>
    public static async Task<int> RunAsync(string[] args, Assembly executable)
    {
        try
        {
            return await RunAsync(args, CompiledRoot.Of(executable), Console.Out, Console.Error, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return (int)ExitCode.Configuration;
        }
    }

    internal static async Task<int> RunAsync(string[] args, KeyFingerprint? root, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var commands = new RootCommand("The customer's witness: sees that the vendor's logs only grow, and signs what it saw.")
        {
            KeysCommand.Create(output),
            RunCommand.Create(root, output, errors),
            ServeCommand.Create(output, errors),
        };
        var parsed = commands.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await errors.WriteLineAsync(error.Message).ConfigureAwait(false);
            await errors.WriteLineAsync("Add --help to the command to see what it takes.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (WitnessException e)
        {
            await errors.WriteLineAsync(e.Message).ConfigureAwait(false);
            return (int)e.Code;
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Success;
        }
        catch (Exception e)
        {
            await errors.WriteLineAsync($"An unforeseen failure: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} Report it to the maker of this program.").ConfigureAwait(false);
            return (int)ExitCode.Unexpected;
        }
    }
}
