namespace Orchestrator.PluginHosting;

/// <content>What becomes of generations that fail, and of those that nobody uses any more.</content>
public sealed partial class PluginSlots
{
    /// <summary>Completes when everything is closed that nobody uses now.</summary>
    public async Task WhenClosedAsync()
    {
        while (closing is { IsEmpty: false } running)
            await Task.WhenAll(running).ConfigureAwait(false);
    }

    /// <summary>Closes every active generation that keeps more memory than its manifest says. Collects garbage when there is something to suspect.</summary>
    public async Task CheckMemoryAsync()
    {
        foreach (var slot in Slots)
        {
            if (slot.Active is not { } generation || generation.Memory.Excess() is not { } growth)
                continue;
            var mebibytes = growth / (1024 * 1024);
            var sentence = $"{generation.Id} is closed: since it began, the program's memory has grown by {mebibytes} MiB, and it may keep {generation.Scope.Manifest.MemoryMiB}.";
            slot.Put(null, "it kept too much memory");
            await generation.Scope.CutAsync().ConfigureAwait(false);
            Malfunction(generation, sentence);
        }
    }

    private void Failed(GenerationId id, PluginFault fault)
    {
        if (states.GetValueOrDefault(id.Plugin)?.Slot is { } slot && slot.Draining.Append(slot.Active).FirstOrDefault(one => one?.Id == id) is { } generation)
            Malfunction(generation, fault.Sentence);
    }

    private void Recovered(GenerationId id)
    {
        if (states.GetValueOrDefault(id.Plugin)?.Slot.Active is { } active && active.Id == id)
            Tell(PluginEventKind.Restored, active.Scope.Manifest, id.Number, $"{id} works again.");
    }

    private void Malfunction(PluginGeneration generation, string sentence)
    {
        generation.Trouble = sentence;
        Tell(PluginEventKind.Malfunctioning, generation.Scope.Manifest, generation.Id.Number, sentence);
    }

    private async Task CloseAsync(PluginGeneration generation)
    {
        // Never on the thread of whoever gave the last lease back: closing takes seconds.
        await Task.Yield();
        var manifest = generation.Scope.Manifest;
        var meter = generation.Scope.Containment.Meter;
        var result = await generation.Scope.CloseAsync(isEnding ? TimeSpan.Zero : null).ConfigureAwait(false);
        var state = states[generation.Id.Plugin];
        state.Slot.Forget(generation);
        if (isEnding)
            return;
        if (result != UnloadResult.Leaked)
        {
            state.Remember(Row(generation, generation.Trouble is null ? PluginStatus.Superseded : PluginStatus.Malfunctioning, generation.Trouble ?? ""));
            Tell(PluginEventKind.Unloaded, manifest, generation.Id.Number, $"{generation.Id} is closed{(result == UnloadResult.Unloaded ? " and gone from memory" : "")}.");
            return;
        }

        var leaks = state.CountLeak();
        PluginMetrics.Leaked(generation.Id);
        var running = meter.RunningThreads;
        var why = running.Count > 0 ? $" Threads that it started still run: {string.Join(", ", running.Take(4))}." : "";
        var sentence = $"{generation.Id} is closed, but something still holds its code in memory ({leaks} of {LeakLimits.Generations} until no more are loaded).{why} Restart the program when it suits, and tell the plugin's author.";
        state.Remember(Row(generation, PluginStatus.Leaked, sentence));
        Tell(PluginEventKind.Leaked, manifest, generation.Id.Number, sentence);
    }

    /// <summary>For a program that ends: whoever still uses a generation has a moment to give it back.</summary>
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

    private void Track(Task task)
    {
        lock (sync)
            closing = closing.Add(task);
        _ = task.ContinueWith(Untrack, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Untrack(Task task)
    {
        lock (sync)
            closing = closing.Remove(task);
    }
}
