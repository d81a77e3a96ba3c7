using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Audit.File;
using Orchestrator.Plugins.Audit.PostgreSql;
using Orchestrator.Plugins.Audit.Sqlite;
using Orchestrator.Plugins.Audit.Syslog;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Broker.Plugins;

/// <summary>
/// The plugins of a serving broker: those that are compiled in, and those of a plugin folder, of which a higher version goes before a compiled-in one.
/// What can't be used is logged and recorded, and stops nothing else.
/// </summary>
internal sealed class BrokerPlugins : IAsyncDisposable
{
    private static readonly Version First = new(1, 0, 0);

    private readonly Func<PluginCatalog> _catalog;
    private readonly string _settings;
    private readonly ILogger _log;
    private readonly IDisposable _listening;

    private BrokerPlugins(Func<PluginCatalog> catalog, BrokerParts parts, ILogger log)
    {
        _catalog = catalog;
        _settings = parts.Folder.Settings;
        _log = log;
        Records = new PluginRecords(parts.Journal, parts.Time, log);
        _listening = Events.Listen(Records.Note);
        Slots = new PluginSlots(new PluginSlotsOptions
        {
            Catalog = catalog,
            Time = parts.Time,
            Log = manifest => new HostPluginLog(manifest.ToString(), log),
            DataDirectory = manifest => manifest.Kind == PluginKind.Audit ? Path.Combine(parts.Folder.Sinks, manifest.Id) : "",
            SettingsCheck = JsonSchemaCheck.Instance,
            Events = Events,
        });
    }

    /// <summary>What serves.</summary>
    public PluginSlots Slots { get; }

    /// <summary>What happens.</summary>
    public PluginEventRelay Events { get; } = new();

    /// <summary>What of it is recorded.</summary>
    public PluginRecords Records { get; }

    /// <summary>Lists what there is; activates nothing yet.</summary>
    /// <exception cref="BrokerException">The folder isn't there, or its trust file lies inside.</exception>
    public static BrokerPlugins Open(PluginFolderOptions? folder, BrokerParts parts, ILoggerFactory logs)
    {
        IPluginSource[] sources = [.. Sources(folder)];
        var log = logs.CreateLogger("Orchestrator.Plugins");
        if (folder is { AllowUnsigned: true })
        {
            BrokerLog.UnsignedAllowed(log, folder.UnsignedWarning);
        }

        var plugins = new BrokerPlugins(() => PluginCatalog.Read(PluginHostKind.Broker, sources), parts, log);
        foreach (var refusal in plugins._catalog().Refusals)
        {
            BrokerLog.PluginRefused(plugins._log, refusal.Sentence);
            plugins.Events.Happened(new PluginEvent(
                PluginEventKind.Refused, refusal.Plugin ?? refusal.Where, refusal.Version?.ToString() ?? "", 0, refusal.Sentence, null, null));
        }

        return plugins;
    }

    /// <summary>Activates every transport that there is, and gives those that work.</summary>
    /// <exception cref="BrokerException">None works: nobody could be served.</exception>
    public async Task<ImmutableArray<ITransport>> StartTransportsAsync(CancellationToken cancellationToken)
    {
        var refused = "";
        foreach (var transport in _catalog().All(PluginKind.Transport))
        {
            var outcome = await ActivateHighestAsync(PluginKind.Transport, transport.Manifest.Id, default, cancellationToken);
            refused = outcome.Done ? refused : outcome.Sentence;
        }

        return Slots.Transports() is { IsEmpty: false } transports
            ? transports
            : throw new BrokerException(ExitCode.Refused, $"No transport works, so nobody could reach this broker. {refused}");
    }

    /// <summary>Activates the sinks without which nothing counts. The others are activated by their feeds, which nobody waits for.</summary>
    /// <exception cref="BrokerException">One can't be used.</exception>
    public async Task StartRequiredSinksAsync(AuditSinks sinks, CancellationToken cancellationToken)
    {
        foreach (var sink in sinks.All.Where(sink => sink.IsRequired))
        {
            try
            {
                await StartSinkAsync(sink.Setting, cancellationToken);
                sink.WasActivated = true;
                using var lease = Slots.Find(sink.Setting.Plugin)!.Lease();
                SinkTail.RequireDurability(lease.Get<IAuditSink>(), sink.Setting.Plugin);
            }
            catch (InvalidOperationException e)
            {
                throw new BrokerException(ExitCode.DataFolder, $"{e.Message} Correct `auditSinks` in {_settings}.", e);
            }
            catch (PluginRefusedException e)
            {
                throw new BrokerException(
                    ExitCode.DataFolder, $"The required audit sink {sink.Setting.Plugin} can't be used, and nothing is served without it. {e.Message} Or correct `auditSinks` in {_settings}.", e);
            }
        }
    }

    /// <summary>Activates a sink with the settings that it is listed with.</summary>
    /// <exception cref="PluginRefusedException">There is no such sink, or no version of it works.</exception>
    public async Task StartSinkAsync(AuditSinkSetting setting, CancellationToken cancellationToken)
    {
        var outcome = await ActivateHighestAsync(PluginKind.Audit, setting.Plugin, setting.SettingsBytes, cancellationToken);
        if (!outcome.Done)
        {
            throw outcome.Refusal is { } refusal
                ? new PluginRefusedException(refusal)
                : new PluginRefusedException(PluginRefusalReason.NotFound, setting.Plugin, outcome.Sentence);
        }
    }

    /// <summary>Kind of what is installed under an id; null when nothing is.</summary>
    public PluginKind? KindOf(string id) => _catalog().Entries.FirstOrDefault(entry => entry.Manifest.Id == id)?.Manifest.Kind;

    public async ValueTask DisposeAsync()
    {
        await Slots.DisposeAsync();
        _listening.Dispose();
        await Records.DisposeAsync();
    }

    /// <summary>A bad version in the folder doesn't take away what works without it.</summary>
    private async Task<PluginOutcome> ActivateHighestAsync(PluginKind kind, string id, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        var catalog = _catalog();
        _ = catalog.Find(kind, id);
        PluginOutcome? first = null;
        foreach (var entry in catalog.Entries.Where(entry => entry.Manifest.Kind == kind && entry.Manifest.Id == id))
        {
            var outcome = await Slots.ActivateAsync(id, entry.Manifest.Version, settings, cancellationToken);
            if (outcome.Done)
            {
                return outcome;
            }

            BrokerLog.PluginRefused(_log, outcome.Sentence);
            first ??= outcome;
        }

        return first!;
    }

    private static IEnumerable<IPluginSource> Sources(PluginFolderOptions? folder)
    {
        yield return new CompiledInPluginSource(
            new CompiledInPlugin(PluginManifest.CompiledIn($"transport.{WebSocketTransport.Name}", PluginKind.Transport, First), () => new WebSocketTransport()),
            new CompiledInPlugin(PluginManifest.CompiledIn("audit.file", PluginKind.Audit, First), () => new FileAuditSink()),
            new CompiledInPlugin(PluginManifest.CompiledIn("audit.sqlite", PluginKind.Audit, First), () => new SqliteAuditSink()),
            new CompiledInPlugin(PluginManifest.CompiledIn("audit.postgresql", PluginKind.Audit, First), () => new PostgreSqlAuditSink()),
            new CompiledInPlugin(PluginManifest.CompiledIn("audit.syslog", PluginKind.Audit, First), () => new SyslogAuditSink()));
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
            throw new BrokerException(ExitCode.Refused, e.Message, e);
        }
    }
}
