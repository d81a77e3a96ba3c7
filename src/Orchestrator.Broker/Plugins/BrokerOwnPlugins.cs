using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Audit.File;
using Orchestrator.Plugins.Audit.PostgreSql;
using Orchestrator.Plugins.Audit.Sqlite;
using Orchestrator.Plugins.Audit.Syslog;
using Orchestrator.Plugins.Transport.HttpStream;
using Orchestrator.Plugins.Transport.LongPoll;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Broker.Plugins;

/// <summary>The plugins that are compiled into the broker, with what each asks for: said in the records as for any other.</summary>
internal static class BrokerOwnPlugins
{
    private static readonly Version First = new(1, 0, 0);

    /// <summary>All of them.</summary>
    public static CompiledInPluginSource Source { get; } = new(
        Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport(), PluginPermissions.None),
        Plugin($"transport.{HttpStreamTransport.Name}", PluginKind.Transport, () => new HttpStreamTransport(), PluginPermissions.None),
        Plugin($"transport.{LongPollTransport.Name}", PluginKind.Transport, () => new LongPollTransport(), PluginPermissions.None),
        Plugin("audit.file", PluginKind.Audit, () => new FileAuditSink(), PluginPermissions.None with { Files = ["setting:folder"] }),
        Plugin("audit.sqlite", PluginKind.Audit, () => new SqliteAuditSink(), PluginPermissions.None with { Files = ["setting:file"] }),
        Plugin("audit.postgresql", PluginKind.Audit, () => new PostgreSqlAuditSink(), PluginPermissions.None with { Network = ["setting:host"], Files = ["setting:passwordFile", "setting:rootsFile", "setting:clientCertificateFile", "setting:clientKeyFile"] }),
        Plugin("audit.syslog", PluginKind.Audit, () => new SyslogAuditSink(), PluginPermissions.None with { Network = ["setting:host"], Files = ["setting:rootsFile", "setting:clientCertificateFile", "setting:clientKeyFile"] }));

    private static CompiledInPlugin Plugin(string id, PluginKind kind, Func<IPlugin> create, PluginPermissions permissions) =>
        new(PluginManifest.CompiledIn(id, kind, First) with { Permissions = permissions }, create);
}
