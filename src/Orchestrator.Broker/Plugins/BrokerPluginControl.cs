using Akka.Actor;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Plugins;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Domain;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Plugins;

/// <summary>
/// Carries out what the socket is asked for: the plugins' actor does it, and an audit sink that becomes active is fed. What is changed here lasts until the
/// broker ends: <c>broker.json</c> alone says what runs after a start, so that nobody has to look in two places, and no command writes a sink's secrets.
/// </summary>
/// <param name="plugins">The broker's plugins.</param>
/// <param name="sinks">What is fed.</param>
/// <param name="pluginsActor">Carries out commands.</param>
/// <param name="sinksActor">Feeds sinks.</param>
internal sealed class BrokerPluginControl(BrokerPlugins plugins, AuditSinks sinks, IActorRef pluginsActor, IActorRef sinksActor) : IPluginControl, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        if (request.Command == ControlCommand.List)
        {
            return new ControlAnswer(true, "") { Plugins = [.. plugins.Slots.List().Select(ControlRow.Of)] };
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            using (plugins.Recorder.Asked(request.Id, ActingPerson.DataFolderOwner(Environment.UserName)))
            {
                return Objection(request) is { } objection ? new ControlAnswer(false, objection) : await CarryOutAsync(request, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new ControlAnswer(false, e is AskTimeoutException
                ? $"\"{request.Command.Word()}\" isn't done after {Patience.TotalMinutes:0} minutes. Look at the list of plugins."
                : $"\"{request.Command.Word()}\" failed unforeseen: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} Report it to the maker of this program.");
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Why it isn't even tried; null when it is.</summary>
    private string? Objection(ControlRequest request)
    {
        var sink = sinks.Find(request.Id);
        if (request.Command == ControlCommand.Drain)
        {
            return sink is { IsRequired: true }
                ? $"{request.Id} is a required audit sink: without it nothing may be recorded, so it isn't drained. Take it out of `auditSinks` in broker.json and start the broker again."
                : null;
        }

        if (!request.Command.Activates() || plugins.KindOf(request.Id) is not { } kind)
        {
            return null;
        }

        if (kind != PluginKind.Audit)
        {
            return request.IsRequired ? $"Only an audit sink can be required, and {request.Id} is a {kind.Word()} plugin." : null;
        }

        return sink is null && sinks.All.Count >= BrokerSettings.MaxSinks ? $"{BrokerSettings.MaxSinks} audit sinks are fed already. Drain one first." : null;
    }

    private async Task<ControlAnswer> CarryOutAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var outcome = await pluginsActor.Ask<PluginOutcome>(CommandOf(request), Patience, cancellationToken);
        if (!outcome.Done || plugins.Slots.Find(request.Id) is not { Kind: PluginKind.Audit } slot)
        {
            return new ControlAnswer(outcome.Done, outcome.Sentence);
        }

        var more = request.Command switch
        {
            ControlCommand.Drain => StopFeeding(request.Id),
            ControlCommand.Load or ControlCommand.Move or ControlCommand.Unload => "",
            _ when request.IsRequired && !IsDurable(slot) => " It isn't required, though: what it confirms isn't durable. Give the command without --required to have it fed.",
            _ => Feed(request),
        };
        return new ControlAnswer(!request.IsRequired || sinks.Find(request.Id) is { IsRequired: true }, outcome.Sentence + more);
    }

    private static bool IsDurable(PluginSlot slot)
    {
        using var lease = slot.Lease();
        return SinkTail.IsDurable(lease.Get<IAuditSink>());
    }

    private object CommandOf(ControlRequest request) => request.Command switch
    {
        ControlCommand.Load => new PluginCommands.Load(request.Id, request.Version, SettingsOf(request)),
        ControlCommand.Activate => new PluginCommands.Activate(request.Id, request.Version, SettingsOf(request)),
        ControlCommand.Reload => new PluginCommands.Reload(request.Id, request.Version, SettingsOf(request)),
        ControlCommand.Drain => new PluginCommands.Drain(request.Id),
        ControlCommand.Move => new PluginCommands.Move(request.Id),
        ControlCommand.Unload => new PluginCommands.Unload(request.Id),
        ControlCommand.RollBack => new PluginCommands.RollBack(request.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    /// <summary>A listed sink that never worked yet has its settings from broker.json.</summary>
    private ReadOnlyMemory<byte>? SettingsOf(ControlRequest request) =>
        request.Settings ?? (sinks.Find(request.Id) is { WasActivated: false, Setting: var listed } ? listed.SettingsBytes : default(ReadOnlyMemory<byte>?));

    private string Feed(ControlRequest request)
    {
        const string Lasting = " broker.json says what runs after a restart: list it there under `auditSinks` to keep it so.";
        if (sinks.Find(request.Id) is not { } sink)
        {
            sinks.Add(new AuditSinkSetting(request.Id, request.IsRequired)).WasActivated = true;
            sinksActor.Tell(new SinkMessages.Feed(request.Id), ActorRefs.NoSender);
            return $" It gets every record, the old ones first{(request.IsRequired ? ", and is required from the moment it has them" : "")}.{Lasting}";
        }

        sink.WasActivated = true;
        if (!request.IsRequired || sink.IsRequired)
        {
            return "";
        }

        if (!sink.Require())
        {
            return " It isn't required, though: what the running one confirms isn't durable. Reload it with --required.";
        }

        return $" It is required from the moment it has every record.{Lasting}";
    }

    private string StopFeeding(string id)
    {
        if (sinks.Find(id) is null)
        {
            return "";
        }

        sinks.Remove(id);
        sinksActor.Tell(new SinkMessages.StopFeeding(id), ActorRefs.NoSender);
        return " It gets no more records; what it misses lies in the log, and comes first when it is activated again.";
    }
}
