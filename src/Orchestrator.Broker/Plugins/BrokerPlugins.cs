using System.Collections.Immutable;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Plugins;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Plugins;

/// <summary>
/// The plugins of a serving broker: those that are compiled in, and those of a plugin folder, of which a higher version goes before a compiled-in one.
/// What can't be used is logged and recorded, and stops nothing else.
/// </summary>
internal sealed class BrokerPlugins : IAsyncDisposable
{
    private readonly Func<PluginCatalog> _catalog;
    private readonly string _settings;
    private readonly IDisposable _listening;
    private BrokerPluginControl? _control;
    private ControlServer? _socket;

    private BrokerPlugins(Func<PluginCatalog> catalog, BrokerParts parts, ILogger log)
    {
        _catalog = catalog;
        _settings = parts.Folder.Settings;
        Recorder = new PluginRecorder(parts.Journal, parts.Time, log);
        _listening = Events.Listen(Recorder.Note);
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
    public PluginRecorder Recorder { get; }

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
        plugins.Slots.TellRefusals();
        return plugins;
    }

    /// <summary>Activates every transport that there is, and gives those that work.</summary>
    /// <exception cref="BrokerException">None works: nobody could be served.</exception>
    public async Task<ImmutableArray<ITransport>> StartTransportsAsync(CancellationToken cancellationToken)
    {
        var failed = await Slots.StartAllAsync(PluginKind.Transport, cancellationToken);
        return Slots.Transports() is { IsEmpty: false } transports
            ? transports
            : throw new BrokerException(ExitCode.Refused, $"No transport works, so nobody could reach this broker. {failed?.Sentence}");
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
        var outcome = await Slots.StartAsync(PluginKind.Audit, setting.Plugin, setting.SettingsBytes, cancellationToken);
        if (!outcome.Done)
        {
            throw outcome.Refusal is { } refusal
                ? new PluginRefusedException(refusal)
                : new PluginRefusedException(PluginRefusalReason.NotFound, setting.Plugin, outcome.Sentence);
        }
    }

    /// <summary>Kind of what is installed under an id; null when nothing is.</summary>
    public PluginKind? KindOf(string id) => _catalog().Entries.FirstOrDefault(entry => entry.Manifest.Id == id)?.Manifest.Kind;

    /// <summary>Lets the owner of the data folder change plugins while the broker serves.</summary>
    /// <exception cref="BrokerException">The socket can't be made.</exception>
    public void ListenForCommands(DataFolder folder, AuditSinks sinks, IReadOnlyActorRegistry actors, TimeProvider time)
    {
        _control = new BrokerPluginControl(this, sinks, actors.Get<PluginsActor>(), actors.Get<AuditSinksActor>());
        try
        {
            _socket = ControlServer.Start(folder.Root, _control, time);
        }
        catch (ControlException e)
        {
            throw new BrokerException(ExitCode.DataFolder, e.Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        _control?.Dispose();
        await Slots.DisposeAsync();
        _listening.Dispose();
        await Recorder.DisposeAsync();
    }

    private static IEnumerable<IPluginSource> Sources(PluginFolderOptions? folder)
    {
        yield return BrokerOwnPlugins.Source;
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
