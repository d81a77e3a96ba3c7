using System.Collections.Concurrent;
using Akka.Actor;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Plugins;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.PluginHosting;

namespace Orchestrator.Actors.Tests.Plugins;

/// <summary>Commands are answered, what fails is started again with growing waits and a limit, and what a person decides goes before that.</summary>
public sealed class PluginsActorSpecs : ActorSpecs
{
    private const string Id = "proxy.flaky";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly PluginEventRelay _events = new();
    private readonly PluginSlots _slots;
    private readonly IActorRef _plugins;
    private bool _works = true;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _at = new();
    private int _made;

    public PluginsActorSpecs()
    {
        var manifest = PluginManifest.CompiledIn(Id, PluginKind.Proxy, new Version(1, 0, 0));
        var source = new CompiledInPluginSource(new CompiledInPlugin(manifest, Make));
        _slots = new PluginSlots(new PluginSlotsOptions { Catalog = () => PluginCatalog.Read(PluginHostKind.Testbed, source), Time = Time, Events = _events });
        _events.Listen(plugin => Note($"{plugin.Kind} {plugin.Generation}"));
        _plugins = Sys.ActorOf(PluginsActor.Props(_slots, _events, PluginRestarts.Default, Time), "plugins");
    }

    [Fact]
    public async Task Commands_are_answered_in_the_order_in_which_they_came()
    {
        PluginCommands.ICommand[] commands =
        [
            new PluginCommands.Load(Id), new PluginCommands.Activate(Id), new PluginCommands.Reload(Id), new PluginCommands.Move(Id), new PluginCommands.RollBack(Id), new PluginCommands.Drain(Id),
            new PluginCommands.Unload(Id), new PluginCommands.Activate("proxy.none"),
        ];
        var answers = await Task.WhenAll(commands.Select(command => _plugins.Ask<PluginOutcome>(command, Patience)));

        Assert.Equal([true, true, true, false, false, true, true, false], answers.Select(answer => answer.Done));
        Assert.Equal("proxy.flaky 1.0.0 #2 is active. 0 channels keep proxy.flaky 1.0.0 #1 until they end.", answers[2].Sentence);
        var rows = (await _plugins.Ask<PluginCommands.Listed>(PluginCommands.List.Instance, Patience)).Rows;
        Assert.Equal([PluginStatus.Superseded, PluginStatus.Superseded], rows.Select(row => row.Status));
    }

    [Fact]
    public async Task What_fails_is_started_again_with_growing_waits_until_the_limit()
    {
        await BreakAsync();
        foreach (var (wait, generation) in new[] { (1, 2), (2, 3), (4, 4), (8, 5), (16, 6), (30, 7) })
        {
            // At least: the wait begins when the actor has heard of the last attempt's end. RestartPlanTests has the exact figures.
            await AdvanceUntilMadeAsync(generation);
            var waited = _at[$"made {generation}"] - _at[generation == 2 ? "Malfunctioning 1" : $"RolledBack {generation - 1}"];
            Assert.True(waited >= TimeSpan.FromSeconds(wait), $"{generation} was made after {waited}");
            await World.UntilAsync(() => World.Log.Contains($"RolledBack {generation}"));
        }

        await AdvanceAsync(_plugins, TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(10));
        Assert.Equal(7, _made);
        Assert.Equal(PluginStatus.Malfunctioning, _slots.List().Single(row => row.Generation == 1).Status);

        _works = true;
        Assert.True((await _plugins.Ask<PluginOutcome>(new PluginCommands.Activate(Id), Patience)).Done);
        Assert.Equal(["flaky"], Assert.Single(_slots.Proxies()).Schemes);
    }

    [Fact]
    public async Task One_that_works_again_is_back_after_a_second()
    {
        await BreakAsync();
        _works = true;

        await AdvanceUntilMadeAsync(2);

        await World.UntilAsync(() => World.Log.Contains("Restored 2"));
        Assert.Equal(["flaky"], Assert.Single(_slots.Proxies()).Schemes);
    }

    [Fact]
    public async Task What_a_person_drained_stays_drained()
    {
        await BreakAsync();
        Assert.True((await _plugins.Ask<PluginOutcome>(new PluginCommands.Drain(Id), Patience)).Done);

        await AdvanceAsync(_plugins, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));

        Assert.Equal(1, _made);
    }

    private FlakyConnector Make()
    {
        Note($"made {Interlocked.Increment(ref _made)}");
        return new FlakyConnector(() => Volatile.Read(ref _works));
    }

    /// <summary>Active, and failing so often that its circuit opens; the actor has heard of it.</summary>
    private async Task BreakAsync()
    {
        Assert.True((await _plugins.Ask<PluginOutcome>(new PluginCommands.Activate(Id), Patience)).Done);
        _works = false;
        var proxy = Assert.Single(_slots.Proxies());
        for (var i = 0; i < 5; i++)
            Assert.Throws<PluginFaultException>(() => proxy.Schemes);
        await World.UntilAsync(() => World.Log.Contains("Malfunctioning 1"));
        await SettleAsync(_plugins);
    }

    private async Task AdvanceUntilMadeAsync(int generation)
    {
        while (Volatile.Read(ref _made) < generation)
        {
            await AdvanceAsync(_plugins, Step, Step);

            // The start itself runs on another thread: give it the time of a question to the slots, which comes behind it.
            await _slots.MoveAsync(Id);
        }
    }

    /// <summary>With the virtual time at which it happened.</summary>
    private void Note(string what)
    {
        _at[what] = Time.GetUtcNow();
        World.Note(what);
    }
}
