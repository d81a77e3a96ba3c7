using System.Text.Json;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Processes;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>The shipped console, driven by a script, on a computer of the vendor.</summary>
internal sealed class ConsoleProgram : IAsyncDisposable
{
    private readonly HeldProcess _process;

    private ConsoleProgram(HeldProcess process) => _process = process;

    /// <summary>What it wrote to its error output.</summary>
    public string Said => _process.Said;

    /// <summary>Starts any of its commands and gives it lines; its input stays open.</summary>
    public static async Task<ConsoleProgram> StartAsync(Computer computer, IEnumerable<string> arguments, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var program = new ConsoleProgram(computer.Start("console", ProgramPaths.Console, arguments));
        foreach (var line in lines)
        {
            await program.SayAsync(line, cancellationToken).ConfigureAwait(false);
        }

        return program;
    }

    /// <summary>A line on its standard input.</summary>
    public async Task SayAsync(string line, CancellationToken cancellationToken)
    {
        await _process.Input.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
        await _process.Input.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next thing that it says; null at its end.</summary>
    public Task<JsonElement?> NextAsync(CancellationToken cancellationToken) => JsonLines.NextAsync(_process, cancellationToken);

    /// <summary>Its exit code.</summary>
    public Task<int> EndAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
