namespace Orchestrator.Actors.Plugins;

/// <summary>When each plugin that failed is started again: growing waits, a limit, and a clean slate for one that was sound for long enough.</summary>
internal sealed class RestartPlan(PluginRestarts restarts, TimeProvider time)
{
    private readonly Dictionary<string, (int Count, long Last)> tries = new(StringComparer.Ordinal);

    /// <summary>How long to wait before the next start; null when the limit is reached.</summary>
    public TimeSpan? Next(string plugin)
    {
        var (count, last) = tries.GetValueOrDefault(plugin);
        if (count > 0 && time.GetElapsedTime(last) >= restarts.SoundFor)
            count = 0;
        if (count >= restarts.Limit)
            return null;
        tries[plugin] = (count + 1, time.GetTimestamp());
        var wait = restarts.FirstWait * Math.Pow(2, Math.Min(count, 30));
        return wait < restarts.LongestWait ? wait : restarts.LongestWait;
    }

    /// <summary>A person took it over.</summary>
    public void Forget(string plugin) => tries.Remove(plugin);
}
