using System.Diagnostics;

namespace Orchestrator.Plugins.Conformance.Loading;

/// <summary>Watches an object die. Whoever holds one object of a load context keeps all of it.</summary>
internal static class Gone
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Collects until it is gone; false when it is still there after the budget.</summary>
    public static async Task<bool> WaitAsync(WeakReference target, TimeSpan budget)
    {
        for (var watch = Stopwatch.StartNew(); target.IsAlive && watch.Elapsed < budget; await Task.Delay(Pause))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !target.IsAlive;
    }
}
