using System.Collections.Immutable;
using Autofac;
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

    private readonly IContainer _root = new ContainerBuilder().Build();
    private readonly List<PluginScope> _scopes = [];

    private RunPlugins()
    {
    }

    /// <summary>Screen, input and clipboard; null where there are none.</summary>
    public ICapture? Capture { get; private set; }

    /// <summary>Why there are none; null when there are.</summary>
    public string? NoCapture { get; private set; }

    /// <summary>A further place for records; null for none.</summary>
    public IAuditSink? Sink { get; private set; }

    /// <summary>Ways to frame a link.</summary>
    public ImmutableArray<ITransport> Transports { get; private set; } = [];

    /// <summary>Ways through proxies.</summary>
    public ImmutableArray<IProxyConnector> Proxies { get; private set; } = [];

    /// <summary>What the records name.</summary>
    public ImmutableArray<RecordPlugin> Names => [.. _scopes.Select(scope => new RecordPlugin(scope.Manifest.Id, scope.Manifest.Version.ToString(3), null))];

    /// <summary>Opens them. A screen that can't be opened leaves a session without one; anything else stops the run.</summary>
    /// <exception cref="QuickSupportException">A part of the program doesn't start.</exception>
    public static async Task<RunPlugins> OpenAsync(QuickSupportOptions options, string dataDirectory, CancellationToken cancellationToken)
    {
        var plugins = new RunPlugins();
        try
        {
            plugins.Transports = [await plugins.OpenAsync<ITransport>(Network("websocket", PluginKind.Transport, () => new WebSocketTransport()), default, "", options.Time, cancellationToken).ConfigureAwait(false)];
            plugins.Proxies =
            [
                await plugins.OpenAsync<IProxyConnector>(Network("proxy-none", PluginKind.Proxy, () => new DirectConnector()), default, "", options.Time, cancellationToken).ConfigureAwait(false),
                await plugins.OpenAsync<IProxyConnector>(Network("proxy-http-connect", PluginKind.Proxy, () => new HttpConnectConnector()), default, "", options.Time, cancellationToken).ConfigureAwait(false),
            ];
            if (options.AuditSink is { } sink)
                plugins.Sink = await plugins.OpenAsync<IAuditSink>(sink, options.AuditSinkSettings, dataDirectory, options.Time, cancellationToken).ConfigureAwait(false);
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
    public async ValueTask DisposeAsync()
    {
        foreach (var scope in Enumerable.Reverse(_scopes))
            await scope.DisposeAsync().ConfigureAwait(false);
        await _root.DisposeAsync().ConfigureAwait(false);
    }

    private async Task OpenCaptureAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        if (options.Capture is not { } capture)
        {
            NoCapture = "This version can't show this system's screen yet: chat and files work, the screen doesn't.";
            return;
        }

        try
        {
            Capture = await OpenAsync<ICapture>(capture, options.CaptureSettings, "", options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (PluginRefusedException e)
        {
            NoCapture = $"The screen can't be shown, chat and files work. {e.Message}";
        }
    }

    private async Task<T> OpenAsync<T>(CompiledInPlugin plugin, ReadOnlyMemory<byte> settings, string data, TimeProvider time, CancellationToken cancellationToken)
        where T : class, IPlugin
    {
        var source = new CompiledInPluginSource(plugin);
        var entry = PluginCatalog.Read(PluginHostKind.QuickSupport, source).Find(plugin.Manifest.Kind, plugin.Manifest.Id);
        var context = new PluginContext { Settings = settings, DataDirectory = data, Time = time, Log = new SilentPluginLog() };
        var scope = await PluginScope.OpenAsync(_root, entry, context, cancellationToken).ConfigureAwait(false);
        _scopes.Add(scope);
        return scope.Get<T>();
    }

    private static CompiledInPlugin Network(string id, PluginKind kind, Func<IPlugin> create) => new(PluginManifest.CompiledIn(id, kind, new Version(Own.ToString(3))), create);

    /// <summary>The terminal belongs to the face; what a plugin can't do is said by its results.</summary>
    private sealed class SilentPluginLog : IPluginLog
    {
        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
