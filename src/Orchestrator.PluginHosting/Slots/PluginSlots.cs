using System.Collections.Immutable;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// All plugins of one program: a slot for each, and the commands that change what serves in it. Commands take turns; leases, stand-ins and the list
/// never wait for one. Holds no thread and no timer: who restarts what failed, and when, is decided above.
/// </summary>
public sealed partial class PluginSlots : IAsyncDisposable
{
    private readonly PluginSlotsOptions options;
    private readonly GenerationFactory factory;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lock sync = new();
    private volatile ImmutableSortedDictionary<string, SlotState> states = ImmutableSortedDictionary.Create<string, SlotState>(StringComparer.Ordinal);
    private volatile ImmutableList<Task> closing = [];
    private volatile bool isEnding;
    private Task? ended;

    /// <summary>Opens nothing yet.</summary>
    public PluginSlots(PluginSlotsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        factory = new GenerationFactory(options, new GenerationListener(generation => Track(() => CloseAsync(generation)), Failed, Recovered, (id, scope) => Track(() => WatchRemainsAsync(id, scope))));
    }

    /// <summary>What is active, for the records.</summary>
    public ImmutableArray<PluginManifest> Active => [.. Slots.Select(slot => slot.Active?.Scope.Manifest).OfType<PluginManifest>()];

    private IEnumerable<PluginSlot> Slots => states.Values.Select(state => state.Slot);

    /// <summary>The active transports, as objects that stay the same while generations change.</summary>
    public ImmutableArray<ITransport> Transports() => [.. Of(PluginKind.Transport).Select(slot => new SlotTransport(slot))];

    /// <summary>The active proxy connectors, likewise.</summary>
    public ImmutableArray<IProxyConnector> Proxies() => [.. Of(PluginKind.Proxy).Select(slot => new SlotProxy(slot))];

    /// <summary>A capture plugin that was activated once, likewise; null when it never was.</summary>
    public ICapture? Capture(string id) => Find(id) is { Kind: PluginKind.Capture } slot ? new SlotCapture(slot, options.Time) : null;

    /// <summary>The slot of a plugin that was activated once; null when it never was.</summary>
    public PluginSlot? Find(string id) => states.GetValueOrDefault(id) is { Served: not [] } state ? state.Slot : null;

    /// <summary>True when what served of a plugin has failed and nobody has decided about it since: see <see cref="RestartAsync"/>.</summary>
    public bool NeedsRestart(string id) => states.GetValueOrDefault(id)?.Slot.NeedsRestart ?? false;

    /// <summary>Closes everything; commands that come later are refused. Whoever still uses a generation has 5 s to give it back.</summary>
    public async ValueTask DisposeAsync()
    {
        Task end;
        lock (sync)
            end = ended ??= EndAsync();
        await end.ConfigureAwait(false);
    }

    private IEnumerable<PluginSlot> Of(PluginKind kind) => Slots.Where(slot => slot.Kind == kind && slot.IsActive);

    private SlotState StateOf(PluginManifest manifest)
    {
        lock (sync)
        {
            if (!states.TryGetValue(manifest.Id, out var state))
                states = states.Add(manifest.Id, state = new SlotState(new PluginSlot(manifest.Id, manifest.Kind)));
            return state.Slot.Kind == manifest.Kind
                ? state
                : throw new PluginRefusedException(
                    PluginRefusalReason.WrongKind,
                    manifest.ToString(),
                    $"The plugin {manifest} is refused: it is a {manifest.Kind.Word()} plugin, and {manifest.Id} was a {state.Slot.Kind.Word()} plugin before. Give it another id.");
        }
    }

    private void Tell(PluginEventKind kind, PluginManifest manifest, int generation, string sentence) =>
        options.Events?.Happened(new PluginEvent(kind, manifest.Id, manifest.Version.ToString(), generation, sentence, manifest.Hash, manifest.Publisher?.ToString()));
}
