using System.Diagnostics;
using System.Text;
using Orchestrator.Benchmarks.Measuring;

namespace Orchestrator.Benchmarks.Stage;

/// <summary>A program that is measured in a process of its own. Disposal ends it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>What it reads.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts one of our own programs, which lie beside this one.</summary>
    public static ChildProcess StartOwn(string program, params string[] arguments) => Start(Path.Combine(AppContext.BaseDirectory, program), arguments);

    /// <summary>Starts this program in another role, with the runtime's settings that the shipped QuickSupport has.</summary>
    public static ChildProcess StartInstrument(params string[] arguments)
    {
        var info = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "orchestrator-benchmarks"), ["instrument", .. arguments]);
        info.Environment["DOTNET_TieredPGO"] = "0";
        return Start(info);
    }

    /// <summary>Starts a program of the system.</summary>
    public static ChildProcess Start(string program, params string[] arguments) => Start(new ProcessStartInfo(program, arguments));

    /// <summary>Its processor time from now on.</summary>
    public CpuMeter Meter() => CpuMeter.Of(Id);

    /// <summary>The next line that holds a text.</summary>
    /// <exception cref="BenchmarkException">The program ended or said nothing of the kind.</exception>
    public async Task<string> LineAsync(string holds, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(late.Token) is { } line)
            {
                if (line.Contains(holds, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"{_process.ProcessName} didn't say \"{holds}\" within {Patience.TotalSeconds:0} s.{Said()}");
        }

        throw new BenchmarkException($"A program ended before it said \"{holds}\".{Said()}");
    }

    /// <summary>Tells it something.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ChildProcess Start(ProcessStartInfo info)
    {
        (info.RedirectStandardInput, info.RedirectStandardOutput, info.RedirectStandardError) = (true, true, true);
        return new ChildProcess(Process.Start(info) ?? throw new BenchmarkException($"{info.FileName} couldn't be started."));
    }

    private string Said()
    {
        lock (_errors)
        {
            return _errors.Length == 0 ? "" : $" It wrote: {_errors.ToString().Trim()}";
        }
    }
}
