using CsCheck;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.Slots;

/// <summary>Whatever is commanded in whatever order, with users that come and go: what is leased works, what is given back is closed, and the list tells it.</summary>
public sealed class CommandProperties
{
    private enum Step
    {
        Activate,
        ActivateOld,
        ActivateBad,
        Load,
        Drain,
        Move,
        Unload,
        RollBack,
        Lease,
        OpenScreen,
        GiveBack,
        CloseScreen,
    }

    [Fact]
    public Task Random_commands_keep_the_rules() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 9]).Array[1, 40].SampleAsync(RunAsync, iter: 150, threads: 1, seed: "0000KeepTheRu");

    [Fact]
    public async Task Users_on_other_threads_never_hold_a_closed_generation()
    {
        await using var world = new SlotWorld();
        await world.Install("1.0.0").ActiveAsync();
        using var stop = new CancellationTokenSource();
        using var begun = new CountdownEvent(4);
        var users = Enumerable.Range(0, 4).Select(_ => Task.Run(() => UseAsync(world, begun, stop.Token))).ToArray();
        Assert.True(begun.Wait(SlotWorld.Patience));

        for (var i = 0; i < 60; i++)
        {
            await world.ActiveAsync();
            await world.Slots.MoveAsync(SlotWorld.Id);
        }

        await stop.CancelAsync();
        await Task.WhenAll(users).WaitAsync(SlotWorld.Patience);
        await world.Slots.WhenClosedAsync().WaitAsync(SlotWorld.Patience);
        Assert.Equal(60, world.Made.Count(plugin => plugin.Disposals == 1));
        Assert.Equal(0, world.Made[^1].Disposals);
    }

    private static async Task UseAsync(SlotWorld world, CountdownEvent begun, CancellationToken cancellationToken)
    {
        var isFirst = true;
        await using var screen = await world.Capture.OpenScreenAsync(new CaptureOptions(), CancellationToken.None);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var lease = world.Slot.Lease();
            await using var clipboard = await lease.Get<ICapture>().OpenClipboardAsync(CancellationToken.None);
            Assert.Equal(0, world.Made[lease.Generation.Number - 1].Disposals);
            await screen.CaptureAsync(default, 0, default, TimeSpan.Zero, CancellationToken.None);
            if (isFirst)
                begun.Signal();
            isFirst = false;
        }
    }

    private static async Task RunAsync((Step Step, int Which)[] steps)
    {
        await using var world = new SlotWorld();
        world.Install("1.0.0").Install("2.0.0").Install("3.0.0", plugin => plugin.SelfTest = new SelfTestResult(false, "Bad."));
        var leases = new List<PluginLease>();
        var screens = new List<IScreenCapture>();
        foreach (var (step, which) in steps)
        {
            await DoAsync(world, step, which, leases, screens);
            Check(world, leases);
        }

        leases.ForEach(lease => lease.Dispose());
        foreach (var screen in screens)
            await screen.DisposeAsync();
        await world.Slots.WhenClosedAsync().WaitAsync(SlotWorld.Patience);
        var open = world.Slots.List().Where(row => row.Status is PluginStatus.Active or PluginStatus.Loaded).Select(row => row.Generation).ToHashSet();
        Assert.DoesNotContain(world.Slots.List(), row => row.Status == PluginStatus.Draining);
        await world.Slots.DisposeAsync();
        Assert.All(world.Made, plugin => Assert.Equal(1, plugin.Disposals));
        Assert.True(open.Count <= 2);
    }

    private static async Task DoAsync(SlotWorld world, Step step, int which, List<PluginLease> leases, List<IScreenCapture> screens)
    {
        var slot = world.Slots.Find(SlotWorld.Id);
        switch (step)
        {
            case Step.Activate:
                Assert.True((await world.ActivateAsync("2.0.0")).Done);
                break;
            case Step.ActivateOld:
                Assert.True((await world.ActivateAsync("1.0.0")).Done);
                break;
            case Step.ActivateBad:
                Assert.False((await world.ActivateAsync("3.0.0")).Done);
                Assert.Equal(slot?.Active?.Id, world.Slots.Find(SlotWorld.Id)?.Active?.Id);
                break;
            case Step.Load:
                Assert.True((await world.LoadAsync(which % 2 == 0 ? "1.0.0" : "2.0.0")).Done);
                break;
            case Step.Drain:
                Assert.Equal(slot is { IsActive: true }, (await world.Slots.DrainAsync(SlotWorld.Id)).Done);
                break;
            case Step.Move:
                Assert.Equal(slot is { IsActive: true }, (await world.Slots.MoveAsync(SlotWorld.Id)).Done);
                break;
            case Step.Unload:
                await world.Slots.UnloadAsync(SlotWorld.Id);
                break;
            case Step.RollBack:
                await world.Slots.RollBackAsync(SlotWorld.Id, default);
                break;
            case Step.Lease when slot is { IsActive: true }:
                leases.Add(slot.Lease());
                break;
            case Step.Lease when slot is not null:
                Assert.Throws<PluginFaultException>(slot.Lease);
                break;
            case Step.OpenScreen when slot is { IsActive: true }:
                screens.Add(await world.Capture.OpenScreenAsync(new CaptureOptions(), default));
                break;
            case Step.GiveBack when leases.Count > 0:
                var lease = leases[which % leases.Count];
                leases.Remove(lease);
                lease.Dispose();
                Assert.Throws<PluginFaultException>(lease.Get<ICapture>);
                break;
            case Step.CloseScreen when screens.Count > 0:
                var screen = screens[which % screens.Count];
                screens.Remove(screen);
                await screen.DisposeAsync();
                break;
        }

        foreach (var running in screens)
            Assert.NotEqual(CaptureStatus.Unavailable, (await running.CaptureAsync(default, 0, default, TimeSpan.Zero, default)).Status);
    }

    private static void Check(SlotWorld world, List<PluginLease> leases)
    {
        var rows = world.Slots.List().Where(row => row.Generation > 0).ToList();
        Assert.Equal(rows.Count, rows.DistinctBy(row => row.Generation).Count());
        Assert.True(rows.Count(row => row.Status == PluginStatus.Active) <= 1);
        foreach (var lease in leases)
        {
            Assert.NotNull(lease.Get<ICapture>());
            var row = rows.Single(row => row.Generation == lease.Generation.Number);
            Assert.Contains(row.Status, new[] { PluginStatus.Active, PluginStatus.Draining });
            Assert.True(row.Channels >= leases.Count(other => other.Generation == lease.Generation));
        }
    }
}
