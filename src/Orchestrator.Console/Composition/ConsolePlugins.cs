using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Technicians.Composition;

/// <summary>The transports and proxy connectors of a console, started, each behind its gateway: those that are compiled in, and those of a plugin folder.</summary>
internal sealed class ConsolePlugins : IAsyncDisposable
{
    private static readonly Version First = new(1, 0, 0);

    private readonly OpenPlugins _open;

    private ConsolePlugins(OpenPlugins open) => _open = open;

    public ImmutableArray<ITransport> Transports { get; private set; } = [];

    public ImmutableArray<IProxyConnector> Connectors { get; private set; } = [];

    /// <exception cref="PluginRefusedException">One can't be started.</exception>
    /// <exception cref="ConsoleException">The folder isn't there, or something in it is refused.</exception>
    public static async Task<ConsolePlugins> StartAsync(PluginFolderOptions? folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var catalog = PluginCatalog.Read(PluginHostKind.Console, Sources(folder));

        // A person sits here who named the folder: what can't be used is said at once instead of being left out.
        if (catalog.Refusals is [var first, ..])
        {
            throw new ConsoleException("PLUGIN_REFUSED", ExitCode.Configuration, first.Sentence);
        }

        var started = new ConsolePlugins(new OpenPlugins(catalog, time));
        try
        {
            started.Transports = await started._open.OpenAllAsync<ITransport>(PluginKind.Transport, cancellationToken).ConfigureAwait(false);
            started.Connectors = await started._open.OpenAllAsync<IProxyConnector>(PluginKind.Proxy, cancellationToken).ConfigureAwait(false);
            return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _open.DisposeAsync();

    private static IEnumerable<IPluginSource> Sources(PluginFolderOptions? folder)
    {
        yield return new CompiledInPluginSource(
            Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport()),
            Plugin("proxy.none", PluginKind.Proxy, () => new DirectConnector()),
            Plugin("proxy.http-connect", PluginKind.Proxy, () => new HttpConnectConnector()));
        if (folder is not null)
        {
            yield return Open(folder);
        }
    }

    private static FolderPluginSource Open(PluginFolderOptions folder)
    {
        try
        {
            return folder.Open();
        }
        catch (PluginTrustException e)
        {
            throw new ConsoleException("PLUGIN_FOLDER", ExitCode.Usage, e.Message, e);
        }
    }

    private static CompiledInPlugin Plugin(string id, PluginKind kind, Func<IPlugin> create) => new(PluginManifest.CompiledIn(id, kind, First), create);
}
