using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.StandIns;

/// <summary>Input changes over while nothing is pressed; clipboard and lock watch at their next call.</summary>
public sealed class MovableInputTests : IAsyncLifetime
{
    private readonly SlotWorld world = new();

    private FakeCapture Old => world.Made[0];

    private FakeCapture New => world.Made[1];

    public async Task InitializeAsync()
    {
        await world.Install("1.0.0").ActiveAsync();
        world.Install("2.0.0");
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_key_that_is_down_comes_up_where_it_went_down()
    {
        var input = await world.Capture.OpenInputAsync(default);
        input.Inject(InputEvent.Key('a', down: true));
        await MoveAsync();
        await New.Input.WasOpened.Task.WaitAsync(SlotWorld.Patience);

        input.Inject(InputEvent.Key('b', down: true));
        input.Inject(InputEvent.Key('a', down: false));
        input.Inject(InputEvent.Pointer(1, 1, 1));
        input.Inject(InputEvent.Key('b', down: false));
        input.Inject(InputEvent.Pointer(1, 1, 0));

        await Old.Input.Disposed.WaitAsync(SlotWorld.Patience);
        input.Inject(InputEvent.Key('c', down: true));
        input.ReleaseAll();
        input.Settle();
        Assert.Equal(["a+", "b+", "a-", "buttons 1", "b-", "buttons 0"], Old.Input.Seen);
        Assert.Equal(["c+", "release all", "settle"], New.Input.Seen);
    }

    [Fact]
    public async Task A_key_that_stays_down_is_released_by_the_old_generation_before_the_new_one_injects()
    {
        var input = await world.Capture.OpenInputAsync(default);
        input.Inject(InputEvent.Key('a', down: true));
        await MoveAsync();

        await world.RunAsync(Old.Input.Disposed, TimeSpan.FromMilliseconds(100));

        input.Inject(InputEvent.Key('a', down: false));
        Assert.Equal(["a+", "release all"], Old.Input.Seen);
        Assert.Equal(["a-"], New.Input.Seen);
    }

    [Fact]
    public async Task Clipboard_and_lock_watch_answer_from_the_new_generation_at_their_next_call()
    {
        var clipboard = (await world.Capture.OpenClipboardAsync(default))!;
        var watch = (await ((ISessionLockSource)world.Capture).OpenSessionLockAsync(default))!;
        await clipboard.WriteAsync("old", default);
        await MoveAsync();
        await Task.WhenAll(Old.Clipboard.Disposed, Old.Lock.Disposed).WaitAsync(SlotWorld.Patience);

        New.Lock.State = SessionLockState.Locked;
        Assert.Null(await clipboard.ReadAsync(default));
        Assert.True(await clipboard.WriteAsync("new", default));
        Assert.Equal(SessionLockState.Locked, await watch.WaitAsync(SessionLockState.Unlocked, TimeSpan.Zero, default));

        Assert.Equal(("old", "new"), (Old.Clipboard.Text, New.Clipboard.Text));
        await clipboard.DisposeAsync();
        await watch.DisposeAsync();
        Assert.Equal(0, world.Slot.Active!.Leases);
    }

    private async Task MoveAsync()
    {
        await world.ActiveAsync();
        await world.Slots.MoveAsync(SlotWorld.Id);
    }
}
