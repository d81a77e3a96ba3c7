using Microsoft.Extensions.Logging;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Audit.File;
using Orchestrator.Plugins.Audit.Sqlite;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Broker.Hosting;

/// <summary>The plugins that a broker may use: those that are compiled in, and those of a plugin folder, of which a higher version goes before a compiled-in one.</summary>
internal static class BrokerPlugins
{
    private static readonly Version First = new(1, 0, 0);

    /// <exception cref="BrokerException">The folder isn't there.</exception>
    public static OpenPlugins Open(string? folder, TimeProvider time, ILoggerFactory logs)
    {
        var log = logs.CreateLogger("Orchestrator.Plugins");
        var catalog = PluginCatalog.Read(PluginHostKind.Broker, Sources(folder));
        foreach (var refusal in catalog.Refusals)
        {
            BrokerLog.PluginRefused(log, refusal.Sentence);
        }

        return new OpenPlugins(catalog, time, manifest => new HostPluginLog(manifest.ToString(), log));
    }

    private static IEnumerable<IPluginSource> Sources(string? folder)
    {
        yield return new CompiledInPluginSource(
            new CompiledInPlugin(PluginManifest.CompiledIn($"transport.{WebSocketTransport.Name}", PluginKind.Transport, First), () => new WebSocketTransport()),
            new CompiledInPlugin(PluginManifest.CompiledIn("audit.file", PluginKind.Audit, First), () => new FileAuditSink()),
            new CompiledInPlugin(PluginManifest.CompiledIn("audit.sqlite", PluginKind.Audit, First), () => new SqliteAuditSink()));
        if (folder is not null)
        {
            yield return Directory.Exists(folder)
                ? new FolderPluginSource(Path.GetFullPath(folder))
                : throw new BrokerException(ExitCode.Refused, $"There is no plugin folder {folder}. Name a folder with <id>/<version>/plugin.json in it, or leave --plugins out.");
        }
    }
}
