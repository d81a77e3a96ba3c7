using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.Slots;

/// <summary>A program that ends closes its plugins in bounded time, whoever still uses them.</summary>
public sealed class EndTests
{
    [Fact]
    public async Task After_the_end_every_command_is_refused_and_nothing_is_leased()
    {
        var world = new SlotWorld();
        await world.Install("1.0.0").ActiveAsync();
        var slot = world.Slot;
        await world.Slots.DisposeAsync();
        await world.Slots.DisposeAsync();

        PluginOutcome[] outcomes =
        [
            await world.LoadAsync(), await world.ActivateAsync(), await world.Slots.DrainAsync(SlotWorld.Id), await world.Slots.MoveAsync(SlotWorld.Id),
            await world.Slots.UnloadAsync(SlotWorld.Id), await world.Slots.RollBackAsync(SlotWorld.Id, default), await world.Slots.RestartAsync(SlotWorld.Id, default),
        ];

        Assert.All(outcomes, outcome => Assert.Equal(new PluginOutcome(false, "The program ends."), outcome));
        Assert.Equal("the program ends", Assert.Throws<PluginFaultException>(slot.Lease).Fault.Detail);
        Assert.Equal(1, Assert.Single(world.Made).Disposals);
    }

    [Fact]
    public async Task Calls_end_at_once_and_a_user_who_never_gives_back_has_five_seconds()
    {
        var world = new SlotWorld();
        await world.Install("1.0.0", plugin => plugin.OnOpenScreen = () => new FakeScreen { OnCapture = WaitAsync }).ActiveAsync();
        var lease = world.Slot.Lease();
        var screen = await lease.Get<ICapture>().OpenScreenAsync(new CaptureOptions(), default);
        var capturing = screen.CaptureAsync(default, 0, default, TimeSpan.Zero, default).AsTask();

        var ending = world.Slots.DisposeAsync().AsTask();

        Assert.Equal(PluginFaultKind.Closed, (await Assert.ThrowsAsync<PluginFaultException>(() => capturing.WaitAsync(SlotWorld.Patience))).Fault.Kind);
        Assert.Equal(0, world.Made[0].Disposals);
        await world.RunAsync(ending, TimeSpan.FromSeconds(1));
        Assert.Equal(1, world.Made[0].Disposals);
        Assert.Equal(PluginFaultKind.Closed, Assert.Throws<PluginFaultException>(lease.Get<ICapture>).Fault.Kind);
        lease.Dispose();
    }

    [Fact]
    public async Task Somebody_who_gives_back_in_time_is_waited_for()
    {
        var world = new SlotWorld();
        await world.Install("1.0.0").ActiveAsync();
        var lease = world.Slot.Lease();

        var ending = world.Slots.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        lease.Dispose();

        await ending.WaitAsync(SlotWorld.Patience);
        Assert.Equal(1, world.Made[0].Disposals);
    }

    private static async ValueTask<CaptureResult> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return default;
    }
}
