using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.Slots;

/// <summary>What fails while it serves is seen in the list, told, and only then started again.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly SlotWorld world = new();
    private bool isBroken = true;

    public async Task InitializeAsync() => await world.Install("1.0.0", Breaking).ActiveAsync(settings: "kept");

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Five_faults_make_it_malfunctioning_and_one_good_call_after_the_pause_makes_it_active_again()
    {
        await FailAsync();

        Assert.Equal(PluginStatus.Malfunctioning, world.Row(1).Status);
        Assert.Contains("IOException: broken", world.Row(1).Sentence, StringComparison.Ordinal);
        Assert.Equal(PluginEventKind.Malfunctioning, world.Events[^1].Kind);
        Assert.True(world.Slots.NeedsRestart(SlotWorld.Id));
        Assert.Equal(PluginFaultKind.CircuitOpen, (await OpenAsync())?.Kind);

        isBroken = false;
        world.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await OpenAsync());

        Assert.Equal(PluginStatus.Active, world.Row(1).Status);
        Assert.Equal(PluginEventKind.Restored, world.Events[^1].Kind);
        Assert.False(world.Slots.NeedsRestart(SlotWorld.Id));
        Assert.Equal("Nothing of \"capture.fake\" has failed, so nothing is started again.", (await world.Slots.RestartAsync(SlotWorld.Id, default)).Sentence);
        Assert.Single(world.Made);
    }

    [Fact]
    public async Task A_restart_makes_the_version_that_failed_with_its_settings_and_running_channels_change_over()
    {
        world.Install("2.0.0");
        await world.LoadAsync("2.0.0", "other");
        var clipboard = (await world.Capture.OpenClipboardAsync(default))!;
        await FailAsync();

        Assert.Equal("capture.fake 1.0.0 #3 is active. 1 channel keeps capture.fake 1.0.0 #1 until it ends or is moved.", (await world.Slots.RestartAsync(SlotWorld.Id, default)).Sentence);

        await world.Made[0].Clipboard.Disposed.WaitAsync(SlotWorld.Patience);
        await clipboard.WriteAsync("moved", default);
        Assert.Equal(("kept", "moved"), (world.Made[2].Settings, world.Made[2].Clipboard.Text));
        await world.Slots.WhenClosedAsync();
        Assert.Equal(PluginStatus.Malfunctioning, world.Row(1).Status);
        await clipboard.DisposeAsync();
    }

    [Fact]
    public async Task What_a_person_drained_isnt_started_again()
    {
        await FailAsync();
        await world.Slots.DrainAsync(SlotWorld.Id);

        Assert.False(world.Slots.NeedsRestart(SlotWorld.Id));
        await world.Slots.RestartAsync(SlotWorld.Id, default);
        Assert.Single(world.Made);
    }

    [Fact]
    public async Task An_old_generation_that_fails_while_it_drains_asks_for_nothing()
    {
        var old = world.Slot.Lease();
        await world.ActiveAsync();
        var screen = await old.Get<ICapture>().OpenScreenAsync(new CaptureOptions(), default);
        for (var i = 0; i < 5; i++)
            Assert.Throws<PluginFaultException>(() => screen.Layout);

        Assert.Equal(PluginEventKind.Malfunctioning, world.Events[^1].Kind);
        Assert.Equal((PluginStatus.Malfunctioning, PluginStatus.Active), (world.Row(1).Status, world.Row(2).Status));
        Assert.False(world.Slots.NeedsRestart(SlotWorld.Id));
        await screen.DisposeAsync();
        old.Dispose();
        await world.Slots.WhenClosedAsync();
        Assert.Equal(PluginStatus.Malfunctioning, world.Row(1).Status);
    }

    private void Breaking(FakeCapture plugin) => plugin.OnOpenScreen = () => new FakeScreen { IsBroken = () => isBroken };

    private async Task FailAsync()
    {
        for (var i = 0; i < 5; i++)
            Assert.Equal(PluginFaultKind.Threw, (await OpenAsync())?.Kind);
    }

    private async Task<PluginFault?> OpenAsync()
    {
        try
        {
            await using var screen = await world.Capture.OpenScreenAsync(new CaptureOptions(), default);
            _ = screen.Layout;
            return null;
        }
        catch (PluginFaultException fault)
        {
            return fault.Fault;
        }
    }
}
