using Autofac;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Technicians.Composition;

/// <summary>The transports and proxy connectors of a console, started, each behind its gateway.</summary>
internal sealed class ConsolePlugins : IAsyncDisposable
{
    private static readonly Version First = new(1, 0, 0);

    private readonly IContainer _container = new ContainerBuilder().Build();
    private readonly List<PluginScope> _scopes = [];

    private ConsolePlugins()
    {
    }

    public IEnumerable<ITransport> Transports => Of(PluginKind.Transport).Select(scope => scope.Get<ITransport>());

    public IEnumerable<IProxyConnector> Connectors => Of(PluginKind.Proxy).Select(scope => scope.Get<IProxyConnector>());

    /// <exception cref="PluginRefusedException">One can't be started.</exception>
    public static async Task<ConsolePlugins> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = new ConsolePlugins();
        try
        {
            foreach (var entry in PluginCatalog.Read(PluginHostKind.Console, CompiledIn()).Entries)
            {
                var context = new PluginContext { Time = time, Log = SilentLog.Instance };
                started._scopes.Add(await PluginScope.OpenAsync(started._container, entry, context, cancellationToken).ConfigureAwait(false));
            }

            return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }

        await _container.DisposeAsync().ConfigureAwait(false);
    }

    private static CompiledInPluginSource CompiledIn() => new(
        Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport()),
        Plugin("proxy.none", PluginKind.Proxy, () => new DirectConnector()),
        Plugin("proxy.http-connect", PluginKind.Proxy, () => new HttpConnectConnector()));

    private static CompiledInPlugin Plugin(string id, PluginKind kind, Func<IPlugin> create) => new(PluginManifest.CompiledIn(id, kind, First), create);

    private IEnumerable<PluginScope> Of(PluginKind kind) => _scopes.Where(scope => scope.Manifest.Kind == kind);

    /// <summary>A terminal program has no place for a plugin's diagnostics: what matters comes back as a failure with a sentence.</summary>
    private sealed class SilentLog : IPluginLog
    {
        public static readonly SilentLog Instance = new();

        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
