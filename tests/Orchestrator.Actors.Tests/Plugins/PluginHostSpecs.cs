using Akka.Actor;
using Akka.TestKit;
using Orchestrator.Actors.Plugins;
using Orchestrator.Actors.Tests.Support;
using static Orchestrator.Actors.Plugins.PluginMessages;

namespace Orchestrator.Actors.Tests.Plugins;

/// <summary>A plugin that fails comes back with growing waits, and after the limit not at all.</summary>
public sealed class PluginHostSpecs : ActorSpecs
{
    private static readonly PluginRestarts Restarts = PluginRestarts.Default with { Limit = 3 };

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<FakeGeneration> _made = [];
    private Func<int, Exception?> _startOf = _ => null;
    private IActorRef _host = ActorRefs.Nobody;
    private TestProbe _owner = null!;

    [Fact]
    public async Task A_sound_plugin_is_started_once_and_looked_after()
    {
        Create();
        Assert.Equal(new PluginRuns("capture.x11", 1), await _owner.ExpectMsgAsync<PluginRuns>());

        for (var i = 1; i <= 3; i++)
        {
            await AdvanceAsync(_host, TimeSpan.FromSeconds(10));
            await World.UntilAsync(() => _made[0].Checks == i);
            await SettleAsync(await FindAsync("plugin/restarts/generation"));
        }

        Assert.Single(_made);
    }

    [Fact]
    public async Task A_plugin_that_never_starts_comes_back_with_growing_waits_and_then_not_at_all()
    {
        _startOf = n => new IOException($"no display {n}");
        Create();

        foreach (var (wait, next) in new[] { (1, 2), (2, 3), (4, 4) })
        {
            Assert.Equal($"no display {next - 1}", (await _owner.ExpectMsgAsync<PluginFailed>()).Reason);
            await AssertNextAfterAsync(wait, () => _made.Count == next);
        }

        Assert.Equal("no display 4", (await _owner.ExpectMsgAsync<PluginFailed>()).Reason);
        Assert.Equal(new PluginGaveUp("capture.x11", 0, "no display 4"), await _owner.ExpectMsgAsync<PluginGaveUp>());
        await StoppedAsync(_host);
        await AdvanceAsync(TestActor, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
        Assert.Equal(4, _made.Count);
        await World.UntilAsync(() => _made.All(g => g.IsDisposed && g.Stopped.IsCancellationRequested));
    }

    [Fact]
    public async Task A_running_plugin_that_turns_sick_is_replaced()
    {
        Create();
        await _owner.ExpectMsgAsync<PluginRuns>();

        _made[0].Sickness = new IOException("the display is gone");
        await AdvanceAsync(_host, TimeSpan.FromSeconds(10));
        Assert.Equal(new PluginFailed("capture.x11", 1, "the display is gone"), await _owner.ExpectMsgAsync<PluginFailed>());
        await World.UntilAsync(() => _made[0].IsDisposed);
        await RestartingAsync();
        await AdvanceAsync(_host, TimeSpan.FromSeconds(2));

        Assert.Equal(new PluginRuns("capture.x11", 2), await _owner.ExpectMsgAsync<PluginRuns>());
    }

    [Fact]
    public async Task A_plugin_whose_factory_throws_counts_like_one_that_doesnt_start()
    {
        _owner = CreateTestProbe();
        var tries = 0;
        _host = Sys.ActorOf(PluginHostActor.Props("capture.x11", () => throw new IOException($"not found {++tries}"), Restarts, _owner.Ref), "plugin");

        foreach (var (wait, next) in new[] { (1, 2), (2, 3), (4, 4) })
        {
            Assert.Equal($"not found {next - 1}", (await _owner.ExpectMsgAsync<PluginFailed>()).Reason);
            await AssertNextAfterAsync(wait, () => tries == next);
        }

        Assert.Equal("not found 4", (await _owner.ExpectMsgAsync<PluginFailed>()).Reason);
        await _owner.ExpectMsgAsync<PluginGaveUp>();
        Assert.Equal(4, tries);
    }

    [Fact]
    public async Task A_killed_generation_is_replaced_and_a_stopped_host_leaves_nothing()
    {
        Create();
        await _owner.ExpectMsgAsync<PluginRuns>();
        (await FindAsync("plugin/restarts/generation")).Tell(Kill.Instance);
        await _owner.ExpectMsgAsync<PluginFailed>();
        await RestartingAsync();
        await AdvanceAsync(_host, TimeSpan.FromSeconds(2));
        await _owner.ExpectMsgAsync<PluginRuns>();

        Sys.Stop(_host);
        await StoppedAsync(_host);

        await World.UntilAsync(() => _made.All(g => g.IsDisposed));
        Assert.Equal(2, _made.Count);
    }

    private void Create()
    {
        _owner = CreateTestProbe();
        _host = Sys.ActorOf(
            PluginHostActor.Props(
                "capture.x11",
                () =>
                {
                    var generation = new FakeGeneration(World, _startOf(_made.Count + 1));
                    _made.Add(generation);
                    World.Note("made");
                    return generation;
                },
                Restarts,
                _owner.Ref),
            "plugin");
    }

    /// <summary>The next generation is made after this wait, in seconds, and its jitter; the clock stands still from then on.</summary>
    private async Task AssertNextAfterAsync(double wait, Func<bool> isMade)
    {
        await RestartingAsync();
        var restarter = await FindAsync("plugin/restarts");
        var waited = TimeSpan.Zero;
        while (!isMade())
        {
            Assert.True(waited < TimeSpan.FromSeconds((wait * 1.2) + 0.1), $"nothing after {waited}");
            await AdvanceAsync(restarter, Step, Step);
            waited += Step;
        }

        Assert.True(waited >= TimeSpan.FromSeconds(wait), $"already after {waited}");
    }

    /// <summary>Returns when the restarter has buried the last generation and started its wait.</summary>
    private async Task RestartingAsync()
    {
        var restarter = await FindAsync("plugin/restarts");
        while (await restarter.Ask<Akka.Pattern.BackoffSupervisor.CurrentChild>(Akka.Pattern.BackoffSupervisor.GetCurrentChild.Instance, Patience) is { Ref: { } child } && !child.IsNobody())
        {
            await SettleAsync(restarter);
        }
    }

    private sealed class FakeGeneration(World world, Exception? start) : IPluginGeneration
    {
        public Exception? Sickness { get; set; }

        public int Checks { get; private set; }

        public bool IsDisposed { get; private set; }

        public CancellationToken Stopped { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Stopped = cancellationToken;
            return start is null ? Task.CompletedTask : throw start;
        }

        public Task CheckAsync(CancellationToken cancellationToken)
        {
            Checks++;
            world.Note("checked");
            return Sickness is null ? Task.CompletedTask : Task.FromException(Sickness);
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            world.Note("disposed");
            return default;
        }
    }
}
