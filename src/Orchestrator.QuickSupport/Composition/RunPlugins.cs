using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.Audit.Records;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>The plugins of one run, all compiled in: each in its own scope behind its gateway.</summary>
internal sealed class RunPlugins : IAsyncDisposable
{
    private static readonly Version Own = typeof(RunPlugins).Assembly.GetName().Version ?? new Version(0, 0, 0);

    private readonly OpenPlugins _open;

    private RunPlugins(OpenPlugins open) => _open = open;

    /// <summary>Screen, input and clipboard; null where there are none.</summary>
    public ICapture? Capture { get; private set; }

    /// <summary>Why there are none; null when there are.</summary>
    public string? NoCapture { get; private set; }

    /// <summary>Ways to frame a link.</summary>
    public ImmutableArray<ITransport> Transports { get; private set; } = [];

    /// <summary>Ways through proxies.</summary>
    public ImmutableArray<IProxyConnector> Proxies { get; private set; } = [];

    /// <summary>What the records name.</summary>
    public ImmutableArray<RecordPlugin> Names => [.. _open.Manifests.Select(manifest => new RecordPlugin(manifest.Id, manifest.Version.ToString(3), null))];

    /// <summary>Opens them. A screen that can't be opened leaves a session without one; anything else stops the run.</summary>
    /// <exception cref="QuickSupportException">A part of the program doesn't start.</exception>
    public static async Task<RunPlugins> OpenAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        var plugins = new RunPlugins(new OpenPlugins(PluginCatalog.Read(PluginHostKind.QuickSupport, CompiledIn(options)), options.Time));
        try
        {
            plugins.Transports = await plugins._open.OpenAllAsync<ITransport>(PluginKind.Transport, cancellationToken).ConfigureAwait(false);
            plugins.Proxies = await plugins._open.OpenAllAsync<IProxyConnector>(PluginKind.Proxy, cancellationToken).ConfigureAwait(false);
            await plugins.OpenCaptureAsync(options, cancellationToken).ConfigureAwait(false);
            return plugins;
        }
        catch (PluginRefusedException e)
        {
            await plugins.DisposeAsync().ConfigureAwait(false);
            throw new QuickSupportException(ExitCode.Computer, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _open.DisposeAsync();

    private async Task OpenCaptureAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        if (options.Capture is not { } capture)
        {
            NoCapture = "This version can't show this system's screen yet: chat and files work, the screen doesn't.";
            return;
        }

        try
        {
            Capture = await _open.OpenAsync<ICapture>(PluginKind.Capture, capture.Manifest.Id, options.CaptureSettings, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (PluginRefusedException e)
        {
            NoCapture = $"The screen can't be shown, chat and files work. {e.Message}";
        }
    }

    private static CompiledInPluginSource CompiledIn(QuickSupportOptions options)
    {
        CompiledInPlugin[] network =
        [
            Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport()),
            Plugin("proxy.none", PluginKind.Proxy, () => new DirectConnector()),
            Plugin("proxy.http-connect", PluginKind.Proxy, () => new HttpConnectConnector()),
        ];
        return new CompiledInPluginSource(options.Capture is { } capture ? [.. network, capture] : network);
    }

    private static CompiledInPlugin Plugin(string id, PluginKind kind, Func<IPlugin> create) => new(PluginManifest.CompiledIn(id, kind, new Version(Own.ToString(3))), create);
}
