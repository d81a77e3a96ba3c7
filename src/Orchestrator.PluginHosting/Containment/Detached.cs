namespace Orchestrator.PluginHosting;

/// <summary>Work that belongs to nobody's call.</summary>
internal static class Detached
{
    /// <summary>
    /// Runs it on the pool, without the caller's context and scheduler: the caller may be an actor that ends meanwhile, or a plugin, whose meter would count
    /// the work and whose own values in the context would keep its code in memory.
    /// </summary>
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(work);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }

    /// <summary>The same, without a result.</summary>
    public static Task Run(Func<Task> work) =>
        Run(async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        });
}
