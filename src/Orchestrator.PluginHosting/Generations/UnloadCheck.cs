namespace Orchestrator.PluginHosting;

/// <summary>Whether the memory of a closed generation really went away.</summary>
public enum UnloadResult
{
    /// <summary>Compiled in: there is nothing to unload.</summary>
    NotLoaded,

    /// <summary>The load context is gone.</summary>
    Unloaded,

    /// <summary>Something still holds it; it stays until the process ends.</summary>
    Leaked,
}

/// <summary>Watches a load context die. Unloading is a request to the runtime: whoever holds one object of the context keeps all of it.</summary>
internal static class UnloadCheck
{
    /// <summary>Default time to wait.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Collects until the context is gone or the budget is over.</summary>
    public static async Task<UnloadResult> WaitAsync(WeakReference? context, TimeSpan budget, TimeProvider time)
    {
        if (context is null)
            return UnloadResult.NotLoaded;
        var begin = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (!context.IsAlive)
                return UnloadResult.Unloaded;
            if (time.GetElapsedTime(begin) >= budget)
                return UnloadResult.Leaked;
            await Task.Delay(pause, time).ConfigureAwait(false);

            // A collection of everything stops the program for a moment: the longer something holds on, the less often it is tried.
            pause *= 2;
        }
    }
}
