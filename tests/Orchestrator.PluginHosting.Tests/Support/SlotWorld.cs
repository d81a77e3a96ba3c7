using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting.Tests.Support;

/// <summary>Slots under virtual time, with versions of one capture plugin to put into them.</summary>
internal sealed class SlotWorld : IPluginEvents
{
    public const string Id = "capture.fake";

    /// <summary>Of real time, for what happens on other threads.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IPluginSource> sources = [];
    private readonly List<FakeCapture> made = [];
    private readonly List<PluginEvent> events = [];

    /// <param name="time">Null: <see cref="Time"/>. What the collector does takes real time.</param>
    public SlotWorld(TimeProvider? time = null) =>
        Slots = new PluginSlots(new PluginSlotsOptions { Catalog = () => PluginCatalog.Read(PluginHostKind.Testbed, sources), Time = time ?? Time, Events = this });

    public FakeTimeProvider Time { get; } = new();

    public PluginSlots Slots { get; }

    public PluginSlot Slot => Slots.Find(Id)!;

    public ICapture Capture => Slots.Capture(Id)!;

    /// <summary>Instances in the order of their making.</summary>
    public IReadOnlyList<FakeCapture> Made
    {
        get
        {
            lock (made)
                return [.. made];
        }
    }

    public IReadOnlyList<PluginEvent> Events
    {
        get
        {
            lock (events)
                return [.. events];
        }
    }

    public IEnumerable<PluginEventKind> Kinds => Events.Select(one => one.Kind);

    public void Happened(PluginEvent plugin)
    {
        lock (events)
            events.Add(plugin);
    }

    /// <summary>Adds a version, whose instances a test may shape.</summary>
    public SlotWorld Install(string version, Action<FakeCapture>? shape = null, int memoryMiB = 256) =>
        Install(PluginManifest.CompiledIn(Id, PluginKind.Capture, new Version(version)) with { MemoryMiB = memoryMiB }, () =>
        {
            var plugin = new FakeCapture();
            lock (made)
                made.Add(plugin);
            shape?.Invoke(plugin);
            return plugin;
        });

    public SlotWorld Install(PluginManifest manifest, Func<IPlugin> create)
    {
        sources.Add(new CompiledInPluginSource(new CompiledInPlugin(manifest, create)));
        return this;
    }

    public SlotWorld Install(IPluginSource source)
    {
        sources.Add(source);
        return this;
    }

    public Task<PluginOutcome> ActivateAsync(string? version = null, string? settings = null) => Slots.ActivateAsync(Id, VersionOf(version), Bytes(settings), default);

    public Task<PluginOutcome> LoadAsync(string? version = null, string? settings = null) => Slots.LoadAsync(Id, VersionOf(version), Bytes(settings), default);

    /// <summary>Activates, which must succeed.</summary>
    public async Task<SlotWorld> ActiveAsync(string? version = null, string? settings = null)
    {
        var outcome = await ActivateAsync(version, settings);
        Assert.True(outcome.Done, outcome.Sentence);
        return this;
    }

    /// <summary>The row of a generation of the fake.</summary>
    public PluginRow Row(int generation) => Slots.List().Single(row => row.Plugin == Id && row.Generation == generation);

    /// <summary>Lets virtual time run until something ended that waits for it.</summary>
    public async Task RunAsync(Task task, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(step);
            await Task.Yield();
        }

        await task;
    }

    /// <summary>Closes the slots; users that a test left behind cost their five seconds of virtual time.</summary>
    public Task DisposeAsync() => RunAsync(Slots.DisposeAsync().AsTask(), TimeSpan.FromSeconds(1));

    private static Version? VersionOf(string? version) => version is null ? null : new Version(version);

    private static ReadOnlyMemory<byte>? Bytes(string? settings) => settings is null ? (ReadOnlyMemory<byte>?)null : System.Text.Encoding.UTF8.GetBytes(settings);
}
