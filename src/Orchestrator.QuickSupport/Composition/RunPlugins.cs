using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.Audit.Records;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Proxy.Socks5;
using Orchestrator.Plugins.Transport.HttpStream;
using Orchestrator.Plugins.Transport.LongPoll;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.QuickSupport.Journal;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// The plugins of one run: those that are compiled in, which is all that the shipped program has, and those of the sources that a composition brings. Each
/// in a slot, so that one that fails is started again, and another version can take its place.
/// </summary>
internal sealed class RunPlugins : IAsyncDisposable
{
    private static readonly Version Own = typeof(RunPlugins).Assembly.GetName().Version ?? new Version(0, 0, 0);

    private RunPlugins(QuickSupportOptions options)
    {
        IPluginSource[] sources = [CompiledIn(options), .. options.PluginSources];
        Notes = new PluginNotes(Events, options.Time);
        Slots = new PluginSlots(new PluginSlotsOptions
        {
            Catalog = () => PluginCatalog.Read(PluginHostKind.QuickSupport, sources),
            Time = options.Time,
            SettingsCheck = options.PluginSettings,
            Events = Events,
        });
    }

    /// <summary>What serves.</summary>
    public PluginSlots Slots { get; }

    /// <summary>What happens to them.</summary>
    public PluginEventRelay Events { get; } = new();

    /// <summary>What of it is recorded.</summary>
    public PluginNotes Notes { get; }

    /// <summary>Screen, input and clipboard; null where there are none.</summary>
    public ICapture? Capture { get; private set; }

    /// <summary>Why there are none; null when there are.</summary>
    public string? NoCapture { get; private set; }

    /// <summary>What the records name: what is active now. One more than a record takes has its own record of being activated.</summary>
    public ImmutableArray<RecordPlugin> Names =>
        [.. Slots.Active.Take(RecordLimits.Plugins).Select(manifest => new RecordPlugin(manifest.Id, manifest.Version.ToString(3), manifest.Hash))];

    /// <summary>Opens them. A screen that can't be opened leaves a session without one; anything else stops the run.</summary>
    /// <exception cref="QuickSupportException">A part of the program doesn't start.</exception>
    public static async Task<RunPlugins> OpenAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        var plugins = new RunPlugins(options);
        if (options.PluginHappened is { } told)
            plugins.Events.Listen(told);
        plugins.Slots.TellRefusals();
        var failed = await plugins.Slots.StartAllAsync(PluginKind.Transport, cancellationToken).ConfigureAwait(false)
            ?? await plugins.Slots.StartAllAsync(PluginKind.Proxy, cancellationToken).ConfigureAwait(false);
        if (failed is not null)
        {
            await plugins.DisposeAsync().ConfigureAwait(false);
            throw new QuickSupportException(ExitCode.Computer, failed.Sentence);
        }

        await plugins.OpenCaptureAsync(options, cancellationToken).ConfigureAwait(false);
        return plugins;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Slots.DisposeAsync().ConfigureAwait(false);
        await Notes.DisposeAsync().ConfigureAwait(false);
    }

    private async Task OpenCaptureAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        if (options.Capture is not { Manifest.Id: var id })
        {
            NoCapture = "This version can't show this system's screen yet: chat and files work, the screen doesn't.";
            return;
        }

        var outcome = await Slots.StartAsync(PluginKind.Capture, id, options.CaptureSettings, cancellationToken).ConfigureAwait(false);
        Capture = outcome.Done ? Slots.Capture(id) : null;
        NoCapture = outcome.Done ? null : $"The screen can't be shown, chat and files work. {outcome.Sentence}";
    }

    private static CompiledInPluginSource CompiledIn(QuickSupportOptions options)
    {
        CompiledInPlugin[] network =
        [
            Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport()),
            Plugin($"transport.{HttpStreamTransport.Name}", PluginKind.Transport, () => new HttpStreamTransport()),
            Plugin($"transport.{LongPollTransport.Name}", PluginKind.Transport, () => new LongPollTransport()),
            Plugin("proxy.none", PluginKind.Proxy, () => new DirectConnector()),
            Plugin("proxy.http-connect", PluginKind.Proxy, () => new HttpConnectConnector()),
            Plugin("proxy.socks5", PluginKind.Proxy, () => new Socks5Connector()),
        ];
        return new CompiledInPluginSource(options.Capture is { } capture ? [.. network, capture] : network);
    }

    private static CompiledInPlugin Plugin(string id, PluginKind kind, Func<IPlugin> create) => new(PluginManifest.CompiledIn(id, kind, new Version(Own.ToString(3))), create);
}
