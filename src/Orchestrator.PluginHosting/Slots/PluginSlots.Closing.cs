namespace Orchestrator.PluginHosting;

/// <content>What becomes of generations that nobody uses any more, and of all when the program ends.</content>
public sealed partial class PluginSlots
{
    /// <summary>Completes when everything is closed that nobody uses now.</summary>
    public async Task WhenClosedAsync()
    {
        while (closing is { IsEmpty: false } running)
            await Task.WhenAll(running).ConfigureAwait(false);
    }

    private async Task CloseAsync(PluginGeneration generation)
    {
        var state = states[generation.Id.Plugin];
        var result = await generation.Scope.CloseAsync(isEnding ? TimeSpan.Zero : null).ConfigureAwait(false);
        if (isEnding)
        {
            state.Slot.Forget(generation);
            return;
        }

        if (result == UnloadResult.Leaked)
        {
            Leaked(state, generation.Id, generation.Scope);
        }
        else
        {
            state.Remember(Row(generation, generation.Trouble is null ? PluginStatus.Superseded : PluginStatus.Malfunctioning, generation.Trouble ?? ""));
            Tell(PluginEventKind.Unloaded, generation.Scope.Manifest, generation.Id.Number, $"{generation.Id} is closed{(result == UnloadResult.Unloaded ? " and gone from memory" : "")}.");
        }

        state.Slot.Forget(generation);
    }

    /// <summary>For a generation that couldn't be opened: it was never listed, but its code may stay all the same.</summary>
    private async Task WatchRemainsAsync(GenerationId id, PluginScope scope)
    {
        if (await scope.WatchAsync(isEnding ? TimeSpan.Zero : null).ConfigureAwait(false) == UnloadResult.Leaked && !isEnding)
            Leaked(states[id.Plugin], id, scope);
    }

    private void Leaked(SlotState state, GenerationId id, PluginScope scope)
    {
        var leaks = state.CountLeak();
        PluginMetrics.Leaked(id);
        var running = scope.Containment.Meter.RunningThreads;
        var why = scope.Hung ? " A call into it never came back." : "";
        why += running.Count > 0 ? $" Threads that it started still run: {OneLine.Of(string.Join(", ", running.Take(4)), 200)}." : "";
        var sentence = $"{id} is closed, but something still holds its code in memory ({leaks} of {LeakLimits.Generations} until no more are loaded).{why} Restart the program when it suits, and tell the plugin's author.";
        state.Remember(new PluginRow(id.Plugin, state.Slot.Kind, id.Version, id.Number, PluginStatus.Leaked, 0, sentence));
        Tell(PluginEventKind.Leaked, scope.Manifest, id.Number, sentence);
    }

    private async Task EndAsync()
    {
        isEnding = true;
        await turn.WaitAsync().ConfigureAwait(false);
        turn.Release();
        var open = states.Values.SelectMany(state => state.Slot.Draining.Append(state.Slot.Active).Append(state.Loaded)).OfType<PluginGeneration>().ToArray();
        foreach (var generation in open)
            await generation.Scope.CutAsync().ConfigureAwait(false);
        foreach (var state in states.Values)
        {
            state.Loaded?.Drain();
            state.Loaded = null;
            state.Slot.Put(null, "the program ends")?.Drain();
        }

        await Task.WhenAll(open.Select(EndAsync)).ConfigureAwait(false);
        await WhenClosedAsync().ConfigureAwait(false);
        await factory.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Whoever still uses a generation has a moment to give it back; then it is closed under its users.</summary>
    private async Task EndAsync(PluginGeneration generation)
    {
        try
        {
            await generation.WhenIdle.WaitAsync(LeakLimits.Users, options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await CloseAsync(generation).ConfigureAwait(false);
        }
    }

    private void Track(Func<Task> work)
    {
        // It is tracked before it runs: whoever waits for the end of all must not miss it.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (sync)
            closing = closing.Add(done.Task);
        _ = Detached.Run(async () =>
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            finally
            {
                lock (sync)
                    closing = closing.Remove(done.Task);
                done.SetResult();
            }
        });
    }
}
