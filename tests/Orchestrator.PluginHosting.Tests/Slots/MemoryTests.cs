using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.Slots;

/// <summary>A plugin that keeps more than its manifest says is closed, and its users are told.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests : IAsyncLifetime
{
    private readonly SlotWorld world = new();
    private readonly List<byte[]> kept = [];

    public Task InitializeAsync()
    {
        // What other tests left behind isn't part of the beginning.
        GC.Collect();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task One_that_keeps_64_MiB_where_16_are_allowed_is_closed_and_may_be_started_again()
    {
        await world.Install("1.0.0", Keeping, memoryMiB: 16).ActiveAsync();
        var screen = await world.Capture.OpenScreenAsync(new CaptureOptions(), default);
        await world.Slots.CheckMemoryAsync();
        Assert.Equal(PluginStatus.Active, world.Row(1).Status);
        Assert.False(world.Slots.NeedsRestart(SlotWorld.Id));

        await CaptureAsync(screen);
        await world.Slots.CheckMemoryAsync();

        Assert.Equal([PluginEventKind.Activated, PluginEventKind.Malfunctioning], world.Kinds);
        Assert.Contains("and it may keep 16 MiB.", world.Events[^1].Sentence, StringComparison.Ordinal);
        Assert.Equal(PluginFaultKind.Closed, (await Assert.ThrowsAsync<PluginFaultException>(() => CaptureAsync(screen))).Fault.Kind);
        Assert.False(world.Slot.IsActive);
        Assert.True(world.Slots.NeedsRestart(SlotWorld.Id));
        await world.Slots.CheckMemoryAsync();
        Assert.Equal(2, world.Events.Count);

        kept.Clear();
        Assert.True((await world.Slots.RestartAsync(SlotWorld.Id, default)).Done);
        await world.Made[0].Disposed.WaitAsync(SlotWorld.Patience);
        Assert.Equal(CaptureStatus.LayoutChanged, (await CaptureAsync(screen)).Status);
        await world.Slots.WhenClosedAsync();
        Assert.Equal((PluginStatus.Malfunctioning, PluginStatus.Active), (world.Row(1).Status, world.Row(2).Status));
        Assert.Contains(PluginEventKind.Restored, world.Kinds);
        await screen.DisposeAsync();
    }

    [Fact]
    public async Task One_that_allocates_much_and_keeps_nothing_goes_on()
    {
        await world.Install("1.0.0", Keeping, memoryMiB: 16).ActiveAsync();
        var screen = await world.Capture.OpenScreenAsync(new CaptureOptions(), default);

        for (var i = 0; i < 4; i++)
        {
            await CaptureAsync(screen);
            kept.Clear();
        }

        await world.Slots.CheckMemoryAsync();
        Assert.Equal(PluginStatus.Active, world.Row(1).Status);
        await screen.DisposeAsync();
    }

    [Fact]
    public async Task What_the_host_keeps_is_no_plugins_fault()
    {
        await world.Install("1.0.0", memoryMiB: 16).ActiveAsync();

        kept.Add(GC.AllocateUninitializedArray<byte>(64 << 20));
        await world.Slots.CheckMemoryAsync();

        Assert.Equal(PluginStatus.Active, world.Row(1).Status);
    }

    private void Keeping(FakeCapture plugin) => plugin.OnOpenScreen = () => new FakeScreen
    {
        OnCapture = _ =>
        {
            kept.Add(GC.AllocateUninitializedArray<byte>(64 << 20));
            return ValueTask.FromResult(new CaptureResult(CaptureStatus.Unchanged, 1, 0));
        },
    };

    private static Task<CaptureResult> CaptureAsync(IScreenCapture screen) => screen.CaptureAsync(default, 0, default, TimeSpan.Zero, default).AsTask();
}

/// <summary>Heaps are the process's: nothing else may grow meanwhile.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestsCollection;
