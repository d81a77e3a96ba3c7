using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginHosting.Tests.Slots;

/// <summary>Each command: what it does, what it says, what it leaves in the list and in the record.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private readonly SlotWorld world = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task What_is_loaded_serves_nobody_until_it_is_activated_and_isnt_made_twice()
    {
        world.Install("1.0.0");
        Assert.Equal(PluginStatus.Available, world.Row(0).Status);

        Assert.True((await world.LoadAsync()).Done);
        Assert.Equal(PluginStatus.Loaded, world.Row(1).Status);
        Assert.Null(world.Slots.Find(SlotWorld.Id));

        Assert.Equal("capture.fake 1.0.0 #1 is active.", (await world.ActivateAsync()).Sentence);
        Assert.Equal(PluginStatus.Active, world.Row(1).Status);
        Assert.Single(world.Made);
        Assert.Equal([PluginEventKind.Activated], world.Kinds);
    }

    [Fact]
    public async Task A_new_version_takes_the_place_and_the_old_one_goes_when_nobody_uses_it()
    {
        await world.Install("1.0.0").ActiveAsync();
        await world.Install("1.1.0").ActiveAsync();
        await world.Slots.WhenClosedAsync();

        Assert.Equal((PluginStatus.Superseded, PluginStatus.Active), (world.Row(1).Status, world.Row(2).Status));
        Assert.Equal((1, 0), (world.Made[0].Disposals, world.Made[1].Disposals));
        Assert.Equal([PluginEventKind.Activated, PluginEventKind.Activated, PluginEventKind.Unloaded], world.Kinds);
        Assert.Equal([new Version(1, 1, 0)], world.Slots.Active.Select(manifest => manifest.Version));
    }

    [Fact]
    public async Task A_version_that_fails_its_own_test_is_rolled_back_and_the_old_one_goes_on()
    {
        await world.Install("1.0.0").ActiveAsync();
        world.Install("2.0.0", plugin => plugin.SelfTest = new SelfTestResult(false, "No display. Connect one."));

        var outcome = await world.ActivateAsync();

        Assert.False(outcome.Done);
        Assert.Equal(PluginRefusalReason.SelfTestFailed, outcome.Refusal?.Reason);
        Assert.Contains("No display. Connect one.", outcome.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("capture.fake 1.0.0 #1 goes on.", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal((0, 1), (world.Made[0].Disposals, world.Made[1].Disposals));
        Assert.Equal((PluginStatus.Active, PluginStatus.Refused), (world.Row(1).Status, world.Row(2).Status));
        Assert.Equal([PluginEventKind.Activated, PluginEventKind.RolledBack], world.Kinds);
        Assert.Equal("2.0.0", world.Events[^1].Version);
        using var lease = world.Slot.Lease();
        Assert.Equal(1, lease.Generation.Number);
    }

    [Fact]
    public async Task A_first_version_that_doesnt_start_is_refused()
    {
        world.Install("1.0.0", plugin => plugin.OnStart = () => throw new DialException("NOPE", "A host's exception is no way out."));

        var outcome = await world.ActivateAsync();

        Assert.Equal((false, PluginRefusalReason.StartFailed), (outcome.Done, outcome.Refusal?.Reason));
        Assert.Equal([PluginEventKind.Refused], world.Kinds);
        Assert.Equal(1, world.Made[0].Disposals);
        Assert.Null(world.Slots.Find(SlotWorld.Id));
    }

    [Fact]
    public async Task What_was_loaded_stays_when_its_successor_fails()
    {
        await world.Install("1.0.0").LoadAsync();
        world.Install("2.0.0", plugin => plugin.SelfTest = new SelfTestResult(false));

        Assert.False((await world.LoadAsync()).Done);
        Assert.Equal(PluginStatus.Loaded, world.Row(1).Status);

        await world.LoadAsync("1.0.0");
        await world.Slots.WhenClosedAsync();
        Assert.Equal((1, PluginStatus.Loaded), (world.Made[0].Disposals, world.Row(3).Status));
    }

    [Fact]
    public async Task Draining_keeps_users_and_takes_no_new_ones_and_unloading_waits_for_them()
    {
        await world.Install("1.0.0").ActiveAsync();
        var slot = world.Slot;
        var lease = slot.Lease();

        Assert.Equal("capture.fake 1.0.0 #1 takes no new channels. 1 channel still uses it.", (await world.Slots.DrainAsync(SlotWorld.Id)).Sentence);
        var fault = Assert.Throws<PluginFaultException>(slot.Lease).Fault;
        Assert.Equal((PluginFaultKind.NotActive, "it was drained"), (fault.Kind, fault.Detail));
        Assert.Equal((PluginStatus.Draining, 1), (world.Row(1).Status, world.Row(1).Channels));
        Assert.False((await world.Slots.UnloadAsync(SlotWorld.Id)).Done);
        await using (var screen = await lease.Get<ICapture>().OpenScreenAsync(new CaptureOptions(), default))
            Assert.Equal(4, screen.Layout.Width);

        lease.Dispose();
        lease.Dispose();
        Assert.True((await world.Slots.UnloadAsync(SlotWorld.Id)).Done);

        Assert.Equal((PluginStatus.Superseded, 1), (world.Row(1).Status, world.Made[0].Disposals));
        Assert.Equal(PluginFaultKind.Closed, Assert.Throws<PluginFaultException>(lease.Get<ICapture>).Fault.Kind);
        Assert.False((await world.Slots.DrainAsync(SlotWorld.Id)).Done);
    }

    [Fact]
    public async Task What_is_active_isnt_unloaded_and_what_is_loaded_beside_it_is()
    {
        await world.Install("1.0.0").ActiveAsync();
        Assert.Contains("is active. Drain it first", (await world.Slots.UnloadAsync(SlotWorld.Id)).Sentence, StringComparison.Ordinal);

        await world.LoadAsync();
        Assert.True((await world.Slots.UnloadAsync(SlotWorld.Id)).Done);

        Assert.Equal((0, 1), (world.Made[0].Disposals, world.Made[1].Disposals));
    }

    [Fact]
    public async Task Rolling_back_goes_to_the_version_before_with_the_settings_that_it_had()
    {
        await world.Install("1.0.0").ActiveAsync(settings: "one");
        Assert.False((await world.Slots.RollBackAsync(SlotWorld.Id, default)).Done);
        await world.Install("2.0.0").ActiveAsync(settings: "two");

        Assert.Equal("capture.fake 1.0.0 #3 is active. 0 channels keep capture.fake 2.0.0 #2 until they end or are moved.", (await world.Slots.RollBackAsync(SlotWorld.Id, default)).Sentence);
        Assert.Equal("one", world.Made[2].Settings);
        Assert.Contains("2.0.0 #4", (await world.Slots.RollBackAsync(SlotWorld.Id, default)).Sentence, StringComparison.Ordinal);
        Assert.Equal("two", world.Made[3].Settings);
    }

    [Fact]
    public async Task Settings_are_those_of_what_was_active_last_and_a_copy()
    {
        var given = "first"u8.ToArray();
        world.Install("1.0.0");
        await world.Slots.ActivateAsync(SlotWorld.Id, null, given, default);
        given.AsSpan().Fill((byte)'x');
        await world.LoadAsync(settings: "only tried");
        await world.Slots.UnloadAsync(SlotWorld.Id);

        await world.ActiveAsync();

        Assert.Equal(["first", "only tried", "first"], world.Made.Select(plugin => plugin.Settings));
    }

    [Fact]
    public async Task An_id_keeps_its_kind_and_one_that_isnt_there_is_said()
    {
        await world.Install("1.0.0").ActiveAsync();
        world.Install(PluginManifest.CompiledIn(SlotWorld.Id, PluginKind.Proxy, new Version(2, 0, 0)), () => throw new NotSupportedException());

        Assert.Equal(PluginRefusalReason.WrongKind, (await world.ActivateAsync()).Refusal?.Reason);
        Assert.Equal(PluginRefusalReason.NotFound, (await world.Slots.ActivateAsync("capture.none", null, null, default)).Refusal?.Reason);
        Assert.Contains("See the list", (await world.Slots.MoveAsync("capture.none")).Sentence, StringComparison.Ordinal);
        Assert.True(world.Slot.IsActive);
    }

    [Fact]
    public async Task A_command_that_is_taken_back_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        world.Install("1.0.0", plugin => plugin.OnStart = stop.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Slots.ActivateAsync(SlotWorld.Id, null, null, stop.Token));

        Assert.Equal(1, world.Made[0].Disposals);
        Assert.Null(world.Slots.Find(SlotWorld.Id));
        Assert.Empty(world.Events);
    }

    [Fact]
    public async Task What_happens_is_told_with_the_manifests_hash_and_its_publisher()
    {
        var publisher = new PluginPublisher("Vendor", KeyFingerprint.OfSpki([1]));
        world.Install(PluginManifest.CompiledIn("capture.signed", PluginKind.Capture, new Version(1, 0, 0)) with { Hash = "hash", Publisher = publisher }, () => new FakeCapture());

        await world.Slots.ActivateAsync("capture.signed", null, null, default);

        Assert.Equal(
            new PluginEvent(PluginEventKind.Activated, "capture.signed", "1.0.0", 1, "capture.signed 1.0.0 #1 is active.", "hash", publisher.ToString()), Assert.Single(world.Events));
    }
}
