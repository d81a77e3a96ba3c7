using System.Diagnostics;

namespace Orchestrator.Benchmarks.Measuring;

/// <summary>Processor time of a process between two moments: user and system, all threads, in steps of the system's clock tick (10 ms on Linux).</summary>
public sealed class CpuMeter : IDisposable
{
    private readonly Process _process;
    private TimeSpan _before;
    private long _since;

    private CpuMeter(Process process)
    {
        _process = process;
        Restart();
    }

    /// <summary>Of another process.</summary>
    public static CpuMeter Of(int id) => new(Process.GetProcessById(id));

    /// <summary>Of this process.</summary>
    public static CpuMeter Own() => new(Process.GetCurrentProcess());

    /// <summary>Processor time of a process since it began, in milliseconds.</summary>
    public static double SinceStart(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalMilliseconds;
    }

    /// <summary>Seconds of processor time since the start.</summary>
    public double Seconds
    {
        get
        {
            _process.Refresh();
            return (_process.TotalProcessorTime - _before).TotalSeconds;
        }
    }

    /// <summary>Per cent of one core since the start.</summary>
    public double Percent => 100 * Seconds / Stopwatch.GetElapsedTime(_since).TotalSeconds;

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        _process.Refresh();
        _before = _process.TotalProcessorTime;
        _since = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
