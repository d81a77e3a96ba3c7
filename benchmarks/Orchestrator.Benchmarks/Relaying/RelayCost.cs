using System.Diagnostics;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Relaying;

/// <summary>What it cost a relay to pass a load.</summary>
/// <param name="MegabytesPerSecond">By the clock; sender and receiver share the machine with the relay.</param>
/// <param name="MegabytesPerCoreSecond">By the relay's own processor time: what is left when the machine is busy.</param>
internal sealed record RelayCost(double MegabytesPerSecond, double MegabytesPerCoreSecond)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Sends and receives at the same time until every byte has come. The first sixteenth warms up and isn't counted.</summary>
    public static async Task<RelayCost> MeasureAsync(ChildProcess relay, RelayLoad load, Func<Task> send, Func<Action<int>, Task> drain)
    {
        using var meter = relay.Meter();
        var (received, begun, warm) = (0L, Stopwatch.GetTimestamp(), load.Bytes / 16);
        var counted = load.Bytes - warm;
        var done = new TaskCompletionSource<(TimeSpan Elapsed, double Processor)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isWarm = false;
        var draining = drain(count =>
        {
            received += count;
            if (!isWarm && received >= warm)
            {
                (isWarm, begun) = (true, Stopwatch.GetTimestamp());
                meter.Restart();
            }

            if (received >= load.Bytes)
            {
                done.TrySetResult((Stopwatch.GetElapsedTime(begun), meter.Seconds));
            }
        });
        var sending = send();
        var first = await Task.WhenAny(done.Task, draining, sending.ContinueWith(task => task.IsFaulted ? task : done.Task, TaskScheduler.Default).Unwrap()).WaitAsync(Patience);
        if (first != done.Task && !done.Task.IsCompleted)
        {
            await first;
            throw new BenchmarkException($"The relay passed {received} of {load.Bytes} bytes.");
        }

        var (elapsed, processor) = await done.Task;
        return new RelayCost(counted / 1e6 / elapsed.TotalSeconds, counted / 1e6 / processor);
    }
}
