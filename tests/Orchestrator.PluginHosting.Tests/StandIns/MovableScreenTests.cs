using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.StandIns;

/// <summary>A screen that is being looked at changes over between two captures; to its user that is a new layout.</summary>
public sealed class MovableScreenTests : IAsyncLifetime
{
    private readonly SlotWorld world = new();
    private readonly FakeScreen[] opened = [new() { Version = 7 }, new() { Version = 2, Width = 8 }];
    private IScreenCapture? screen;

    private FakeScreen First => opened[0];

    private FakeScreen Second => opened[1];

    private IScreenCapture Screen => screen!;

    public async Task InitializeAsync()
    {
        await world.Install("1.0.0", plugin => plugin.OnOpenScreen = () => First).ActiveAsync();
        world.Install("2.0.0", plugin => plugin.OnOpenScreen = () => Second);
        screen = await world.Capture.OpenScreenAsync(new CaptureOptions(), default);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_new_version_alone_changes_nothing_for_what_runs()
    {
        await world.ActiveAsync();

        Assert.Equal(new CaptureResult(CaptureStatus.Changed, 7, -1), await CaptureAsync());
        Assert.Equal((PluginStatus.Draining, 1), (world.Row(1).Status, world.Row(1).Channels));
        await Screen.DisposeAsync();
        await world.Slots.WhenClosedAsync();
        Assert.Equal(PluginStatus.Superseded, world.Row(1).Status);
    }

    [Fact]
    public async Task A_move_is_a_new_layout_and_the_old_generation_goes()
    {
        Assert.Equal(7, Screen.Layout.Version);
        await MoveAsync();

        Assert.Equal(new CaptureResult(CaptureStatus.LayoutChanged, 8, 0), await CaptureAsync());
        Assert.Equal(0, Second.Captures);
        Assert.Equal((8, 8), (Screen.Layout.Version, Screen.Layout.Width));
        Assert.Equal(new CaptureResult(CaptureStatus.Changed, 8, -1), await CaptureAsync());
        await world.Slots.WhenClosedAsync();
        Assert.Equal(PluginStatus.Superseded, world.Row(1).Status);
        Assert.Equal(PluginEventKind.Moved, world.Events[2].Kind);
        Assert.Equal("1 channel was told to change over to capture.fake 2.0.0 #2.", world.Events[2].Sentence);
    }

    [Fact]
    public async Task Whoever_asked_for_the_layout_after_the_move_is_told_all_the_same()
    {
        await MoveAsync();
        Assert.Equal(1, Screen.Layout.Version);

        Assert.Equal(new CaptureResult(CaptureStatus.LayoutChanged, 1, 0), await CaptureAsync());
        Assert.Equal(0, Second.Captures);
    }

    [Fact]
    public async Task Versions_grow_past_one_that_only_a_capture_has_told()
    {
        Assert.Equal(7, Screen.Layout.Version);
        First.Version = 9;
        First.OnCapture = _ => ValueTask.FromResult(new CaptureResult(CaptureStatus.LayoutChanged, 9, 0));
        Assert.Equal(9, (await CaptureAsync()).LayoutVersion);
        await MoveAsync();

        Assert.Equal(new CaptureResult(CaptureStatus.LayoutChanged, 10, 0), await CaptureAsync());
        Second.Version = 3;
        Assert.Equal(11, (await CaptureAsync()).LayoutVersion);
    }

    [Fact]
    public async Task A_capture_under_way_ends_in_the_old_generation_before_the_change()
    {
        var answer = new TaskCompletionSource<CaptureResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        First.OnCapture = _ => new ValueTask<CaptureResult>(answer.Task);
        var capturing = CaptureAsync();
        await world.ActiveAsync();
        await world.Slots.MoveAsync(SlotWorld.Id);
        Assert.False(First.Disposed.IsCompleted);

        answer.SetResult(new CaptureResult(CaptureStatus.Changed, 7, -1));

        Assert.Equal(CaptureStatus.Changed, (await capturing).Status);
        await First.Disposed.WaitAsync(SlotWorld.Patience);
        Assert.Equal(CaptureStatus.LayoutChanged, (await CaptureAsync()).Status);
    }

    [Fact]
    public async Task A_generation_that_cant_open_the_screen_leaves_it_where_it_is_and_the_next_takes_it()
    {
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Install("3.0.0", plugin => plugin.OnOpenScreen = () =>
        {
            tried.TrySetResult();
            throw new IOException("no screen");
        });
        await world.ActiveAsync();
        await world.Slots.MoveAsync(SlotWorld.Id);
        await tried.Task.WaitAsync(SlotWorld.Patience);

        Assert.Equal(CaptureStatus.Changed, (await CaptureAsync()).Status);
        Assert.False(First.Disposed.IsCompleted);

        await world.ActiveAsync("2.0.0");
        await world.Slots.MoveAsync(SlotWorld.Id);
        await First.Disposed.WaitAsync(SlotWorld.Patience);
        Assert.Equal(CaptureStatus.LayoutChanged, (await CaptureAsync()).Status);
    }

    [Fact]
    public async Task A_screen_that_is_closed_while_it_moves_leaves_nothing_open()
    {
        var opening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gate = new ManualResetEventSlim();
        var third = new FakeScreen();
        world.Install("3.0.0", plugin => plugin.OnOpenScreen = () =>
        {
            opening.SetResult();
            gate.Wait();
            return third;
        });
        await world.ActiveAsync();
        await world.Slots.MoveAsync(SlotWorld.Id);
        await opening.Task.WaitAsync(SlotWorld.Patience);

        var closing = Screen.DisposeAsync().AsTask();
        gate.Set();

        await closing.WaitAsync(SlotWorld.Patience);
        await Task.WhenAll(First.Disposed, third.Disposed).WaitAsync(SlotWorld.Patience);
        Assert.Equal((0, 0), (world.Slot.Draining.Sum(one => one.Leases), world.Slot.Active!.Leases));
        Assert.Equal(PluginFaultKind.Closed, (await Assert.ThrowsAsync<PluginFaultException>(CaptureAsync)).Fault.Kind);
    }

    private Task<CaptureResult> CaptureAsync() => Screen.CaptureAsync(new byte[64], 32, new PixelRect[4], TimeSpan.Zero, default).AsTask();

    private async Task MoveAsync()
    {
        await world.ActiveAsync();
        Assert.True((await world.Slots.MoveAsync(SlotWorld.Id)).Done);
        await First.Disposed.WaitAsync(SlotWorld.Patience);
    }
}
