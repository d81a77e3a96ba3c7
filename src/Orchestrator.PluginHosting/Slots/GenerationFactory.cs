using Autofac;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Makes generations below one container.</summary>
/// <param name="options">What the program lends.</param>
/// <param name="unused">Told when a drained generation has no user any more.</param>
/// <param name="failed">Told when a generation's circuit opens.</param>
/// <param name="recovered">Told when it closes again.</param>
internal sealed class GenerationFactory(
    PluginSlotsOptions options, Action<PluginGeneration> unused, Action<GenerationId, PluginFault> failed, Action<GenerationId> recovered) : IAsyncDisposable
{
    private readonly IContainer root = new ContainerBuilder().Build();

    /// <summary>Loads, makes, starts and tests one.</summary>
    /// <exception cref="PluginRefusedException">It can't; nothing is left behind.</exception>
    public async Task<PluginGeneration> MakeAsync(GenerationId id, PluginEntry entry, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        var data = options.DataDirectory?.Invoke(entry.Manifest) ?? "";
        if (data.Length > 0)
            Directory.CreateDirectory(data);
        var context = new PluginContext { Settings = settings, DataDirectory = data, Time = options.Time, Log = options.Log?.Invoke(entry.Manifest) ?? SilentLog.Instance };
        var containment = Containment.Of(id, options.Time, fault => failed(id, fault), () => recovered(id));
        var scope = await PluginScope.OpenAsync(root, entry, context, containment, cancellationToken).ConfigureAwait(false);
        return new PluginGeneration(id, scope, unused);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => root.DisposeAsync();

    /// <summary>Where a terminal belongs to a face there is no place for a plugin's lines: what matters comes back as a failure with a sentence.</summary>
    private sealed class SilentLog : IPluginLog
    {
        public static SilentLog Instance { get; } = new();

        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
