namespace Orchestrator.Plugins.Conformance;

/// <summary>Disposal: at any time, twice, and for good.</summary>
public abstract partial class PluginConformance<TPlugin>
{
    /// <summary>A plugin that never started can be thrown away.</summary>
    [SkippableFact]
    public async Task A_plugin_that_never_started_may_be_disposed_twice()
    {
        var plugin = Create();

        await plugin.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);
        await plugin.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);
    }

    /// <summary>After disposal nothing can be opened or done.</summary>
    [SkippableFact]
    public async Task After_disposal_nothing_is_usable_and_a_second_disposal_does_nothing()
    {
        var plugin = await StartAsync();
        await UseAsync(plugin).WaitAsync(Patience);

        await plugin.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);
        await plugin.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        foreach (var (member, call) in Calls)
        {
            var problem = await Record.ExceptionAsync(() => call(plugin, default).WaitAsync(Budgets.AfterCancellation));
            Assert.True(problem is InvalidOperationException, $"{member}: {problem?.GetType().Name ?? "it went on"}");
        }
    }

    /// <summary>Generations follow each other, and for a moment two are there.</summary>
    [SkippableFact]
    public async Task A_second_instance_serves_beside_the_first_and_after_it()
    {
        var first = await StartAsync();
        await UseAsync(first).WaitAsync(Patience);
        var second = await StartAsync();
        await UseAsync(second).WaitAsync(Patience);

        await first.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        await UseAsync(second).WaitAsync(Patience);
    }
}
