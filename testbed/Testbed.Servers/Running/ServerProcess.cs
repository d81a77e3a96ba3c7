using System.Diagnostics;
using System.Text;

namespace Orchestrator.Testbed.Servers.Running;

/// <summary>One program that runs for a server. What it writes is kept, up to a bound; disposal ends it and its children.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int MostOutput = 64 * 1024;
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);
    private readonly Process process;
    private readonly StringBuilder output = new();

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>What it wrote to its output and error output.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public static ServerProcess Start(ServerCommand command, string folder)
    {
        var info = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment)
            info.Environment[name] = value;
        return new ServerProcess(Process.Start(info) ?? throw new InvalidOperationException($"{command.Program} didn't start."));
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it wrote.</exception>
    public static async Task RunAsync(ServerCommand command, string folder, CancellationToken cancellationToken)
    {
        await using var run = Start(command, folder);
        await run.process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (run.process.ExitCode != 0)
            throw new InvalidOperationException($"{command.Program} {string.Join(' ', command.Arguments)} ended with {run.process.ExitCode}: {run.Output}");
    }

    /// <summary>Ends it at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        using var limit = new CancellationTokenSource(EndTime);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            if (line is not null && output.Length < MostOutput)
                output.AppendLine(line);
        }
    }
}
