using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Proxy.Socks5;
using Orchestrator.Plugins.Transport.HttpStream;
using Orchestrator.Plugins.Transport.LongPoll;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Technicians.Composition;

/// <summary>
/// The transports and proxy connectors of a console, each in a slot: those that are compiled in, and those of a plugin folder. Nobody can change them while
/// it runs: a console makes its link when it starts, and a running link keeps what it has.
/// </summary>
internal sealed class ConsolePlugins : IAsyncDisposable
{
    private static readonly Version First = new(1, 0, 0);

    private readonly PluginSlots _slots;

    private ConsolePlugins(PluginSlots slots) => _slots = slots;

    /// <summary>Those that serve now.</summary>
    public ImmutableArray<ITransport> Transports => _slots.Transports();

    /// <summary>Likewise.</summary>
    public ImmutableArray<IProxyConnector> Connectors => _slots.Proxies();

    /// <exception cref="PluginRefusedException">One can't be started.</exception>
    /// <exception cref="ConsoleException">The folder isn't there, or something in it is refused.</exception>
    public static async Task<ConsolePlugins> StartAsync(PluginFolderOptions? folder, TimeProvider time, CancellationToken cancellationToken)
    {
        // A command looks once: what is installed while it runs is there for the next one.
        var catalog = PluginCatalog.Read(PluginHostKind.Console, Sources(folder));

        // A person sits here who named the folder: what can't be used is said at once instead of being left out.
        if (catalog.Refusals is [var first, ..])
        {
            throw new ConsoleException("PLUGIN_REFUSED", ExitCode.Configuration, first.Sentence);
        }

        var started = new ConsolePlugins(new PluginSlots(new PluginSlotsOptions { Catalog = () => catalog, Time = time, SettingsCheck = JsonSchemaCheck.Instance }));
        try
        {
            foreach (var entry in (IEnumerable<PluginEntry>)[.. catalog.All(PluginKind.Transport), .. catalog.All(PluginKind.Proxy)])
            {
                var outcome = await started._slots.ActivateAsync(entry.Manifest.Id, entry.Manifest.Version, null, cancellationToken).ConfigureAwait(false);
                if (outcome.Refusal is { } refusal)
                {
                    throw new PluginRefusedException(refusal);
                }
            }

            return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _slots.DisposeAsync();

    private static IEnumerable<IPluginSource> Sources(PluginFolderOptions? folder)
    {
        yield return new CompiledInPluginSource(
            Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport()),
            Plugin($"transport.{HttpStreamTransport.Name}", PluginKind.Transport, () => new HttpStreamTransport()),
            Plugin($"transport.{LongPollTransport.Name}", PluginKind.Transport, () => new LongPollTransport()),
            Plugin("proxy.none", PluginKind.Proxy, () => new DirectConnector()),
            Plugin("proxy.http-connect", PluginKind.Proxy, () => new HttpConnectConnector()),
            Plugin("proxy.socks5", PluginKind.Proxy, () => new Socks5Connector()));
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
