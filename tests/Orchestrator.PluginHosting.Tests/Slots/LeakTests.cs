using System.Reflection;
using System.Runtime.CompilerServices;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginHosting.Tests.Slots;

/// <summary>Code that stays in memory is noticed, told, and bounded; code that doesn't stay is seen to go.</summary>
public sealed class LeakTests : IAsyncLifetime, IDisposable
{
    private const string Good = "test.good";
    private readonly TestPluginFolder folder = new();
    private readonly SlotWorld world = new();

    public Task InitializeAsync()
    {
        folder.Install("Good");
        world.Install(folder.Source);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Twenty_generations_with_leases_leave_nothing_behind()
    {
        await using var world = new SlotWorld(TimeProvider.System).Install(folder.Source);
        var contexts = new List<WeakReference>();
        for (var generation = 1; generation <= 20; generation++)
        {
            Assert.True((await world.Slots.ActivateAsync(Good, null, null, default)).Done);
            var slot = world.Slots.Find(Good)!;
            contexts.Add(await UseAsync(slot));
        }

        await world.Slots.DrainAsync(Good);
        await world.Slots.WhenClosedAsync().WaitAsync(SlotWorld.Patience);

        Assert.Equal(20, world.Kinds.Count(kind => kind == PluginEventKind.Unloaded));
        Assert.DoesNotContain(PluginEventKind.Leaked, world.Kinds);
        Assert.All(contexts, context => Assert.False(context.IsAlive));
    }

    [Fact]
    public async Task After_three_leaked_generations_no_more_are_made()
    {
        var kept = new List<object>();
        for (var leaks = 1; leaks <= 3; leaks++)
        {
            Assert.True((await world.Slots.ActivateAsync(Good, null, null, default)).Done);
            kept.Add(Keep(world.Slots.Find(Good)!));
            await world.Slots.DrainAsync(Good);
            await world.RunAsync(world.Slots.WhenClosedAsync(), TimeSpan.FromSeconds(1));
            Assert.Contains($"({leaks} of 3 until", world.Events[^1].Sentence, StringComparison.Ordinal);
        }

        var outcome = await world.Slots.ActivateAsync(Good, null, null, default);

        Assert.Equal(PluginRefusalReason.TooManyLeaks, outcome.Refusal?.Reason);
        Assert.Equal(3, world.Slots.List().Count(row => row.Status == PluginStatus.Leaked));
        GC.KeepAlive(kept);
    }

    [Fact]
    public async Task A_constructor_that_hangs_costs_its_thread_and_is_disposed_when_it_comes_back()
    {
        using var gate = new ManualResetEventSlim();
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Install("1.0.0", _ =>
        {
            inside.SetResult();
            gate.Wait();
        });
        var activating = world.ActivateAsync();
        await inside.Task.WaitAsync(SlotWorld.Patience);
        await world.RunAsync(activating, TimeSpan.FromSeconds(1));

        Assert.Equal(PluginRefusalReason.ConstructorFailed, (await activating).Refusal?.Reason);
        Assert.Contains("its constructor didn't return", (await activating).Sentence, StringComparison.Ordinal);

        gate.Set();
        await Assert.Single(world.Made).Disposed.WaitAsync(SlotWorld.Patience);
    }

    private static async Task<WeakReference> UseAsync(PluginSlot slot)
    {
        using var lease = slot.Lease();
        var result = await lease.Get<IProxyConnector>().ConnectAsync(new ProxyTarget("broker.vendor.test", 443), null!, null!, default);
        Assert.Equal("GOOD", result.Failure?.Code);
        return ContextOf(slot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ContextOf(PluginSlot slot) => new(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(Keep(slot).GetType().Assembly));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object Keep(PluginSlot slot)
    {
        using var lease = slot.Lease();
        var standIn = lease.Get<IProxyConnector>();
        return standIn.GetType().BaseType!.GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .Single(field => typeof(IProxyConnector).IsAssignableFrom(field.FieldType)).GetValue(standIn)!;
    }
}
