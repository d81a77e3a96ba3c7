using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Processes;

/// <summary>A program that runs inside a computer until it is stopped. It also ends with its <see cref="Computers.Warden"/>.</summary>
public sealed class HeldProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Tail _errors = new();
    private readonly Task _draining;

    private HeldProcess(string name, Process process, bool isQuiet)
    {
        Name = name;
        _process = process;
        _draining = isQuiet
            ? Task.WhenAll(_errors.DrainAsync(process.StandardError), _errors.DrainAsync(process.StandardOutput))
            : _errors.DrainAsync(process.StandardError);
    }

    /// <summary>What it is, for messages.</summary>
    public string Name { get; }

    /// <summary>True once it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it reads.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>What it writes; not for a quiet one, whose lines are kept for messages only.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>The last that it wrote to its error output, and, if it is quiet, to its output.</summary>
    public string Said => _errors.ToString();

    /// <summary>Starts one.</summary>
    internal static HeldProcess Start(string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, bool isQuiet) =>
        new(name, Tool.Start(program, arguments, environment), isQuiet);

    /// <summary>Waits for its end; gives the exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _draining.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task AskToEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var child in Children())
            {
                await Tool.RunAsync("kill", ["-TERM", child], "", cancellationToken).ConfigureAwait(false);
            }
        }
        catch (WorldException)
        {
            // It ended meanwhile.
        }
    }

    /// <summary>Asks it to end, and waits; kills it when it doesn't.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EndTime);
        try
        {
            await AskToEndAsync(limit.Token).ConfigureAwait(false);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It didn't hear.
        }

        await KillAsync().ConfigureAwait(false);
    }

    /// <summary>Ends it at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        using var limit = new CancellationTokenSource(EndTime);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    /// <summary>The program itself is the child of the one that entered the computer.</summary>
    private string[] Children()
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/task/{_process.Id}/children");
        try
        {
            return _process.HasExited ? [] : File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
