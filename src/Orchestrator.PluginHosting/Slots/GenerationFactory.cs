using Autofac;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Makes generations below one container.</summary>
/// <param name="options">What the program lends.</param>
/// <param name="listener">Told what becomes of them.</param>
internal sealed class GenerationFactory(PluginSlotsOptions options, GenerationListener listener) : IAsyncDisposable
{
    private readonly IContainer root = new ContainerBuilder().Build();

    /// <summary>Loads, makes, starts and tests one.</summary>
    /// <exception cref="PluginRefusedException">It can't; it is ended already.</exception>
    public async Task<PluginGeneration> MakeAsync(GenerationId id, PluginEntry entry, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        options.SettingsCheck.Require(entry.Manifest, settings);
        var context = ContextOf(entry.Manifest, settings);
        var containment = Containment.Of(id, options.Time, fault => listener.Failed(id, fault), () => listener.Recovered(id));
        var scope = new PluginScope(entry.Manifest, containment, options.Time);
        try
        {
            await scope.BeginAsync(root, entry, context, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            listener.Remains(id, scope);
            throw;
        }

        return new PluginGeneration(id, scope, settings, listener.Unused);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => root.DisposeAsync();

    private PluginContext ContextOf(PluginManifest manifest, ReadOnlyMemory<byte> settings)
    {
        try
        {
            var data = options.DataDirectory?.Invoke(manifest) ?? "";
            if (data.Length > 0)
                Directory.CreateDirectory(data);
            return new PluginContext { Settings = settings, DataDirectory = data, Time = options.Time, Log = options.Log?.Invoke(manifest) ?? SilentLog.Instance };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw manifest.Refused(PluginRefusalReason.StartFailed, "its data folder can't be made", ProblemText.Of(problem));
        }
    }

    /// <summary>Where a terminal belongs to a face there is no place for a plugin's lines: what matters comes back as a failure with a sentence.</summary>
    private sealed class SilentLog : IPluginLog
    {
        public static SilentLog Instance { get; } = new();

        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
