using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Orchestrator.Actors.Links;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>
/// One run of QuickSupport: dials the broker, registers, starts the one session, watches its link and dials again when it is lost. When the session actor dies
/// without an end, this actor writes the end into the log; when the run is over it stops, and nothing is left.
/// </summary>
public sealed partial class InstrumentActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly InstrumentSetup _setup;
    private readonly CancellationTokenSource _stop = new();
    private InstrumentLink? _link;
    private LinkConnection? _connection;
    private SessionNumber _number;
    private InstrumentMessages.SessionLock? _lock;
    private IActorRef _session = ActorRefs.Nobody;
    private SilenceWatch? _broker;
    private SilenceWatch? _technician;

    /// <summary>Starts the run at once.</summary>
    public InstrumentActor(InstrumentSetup setup) => _setup = setup;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(InstrumentSetup setup) => Akka.Actor.Props.Create(() => new InstrumentActor(setup));

    /// <inheritdoc/>
    protected override void PreStart() =>
        ConnectAsync().PipeTo(Self, success: answer => answer, failure: e => new ConnectFailed(e is OperationCanceledException
            ? "The vendor's server didn't answer in time. Check the network connection and try again."
            : e.Message));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Registered registered:
                Begin(registered);
                break;
            case ConnectFailed failed:
                _setup.Face.Failed(failed.Sentence);
                Context.Stop(Self);
                break;
            case LinkEnded ended:
                OnLinkEnded(ended);
                break;
            case LinkResumption or MoveLink or Moved or NotMoved:
                OnNewLink(message);
                break;
            case WatchHeartbeat:
                OnWatchHeartbeat();
                break;
            case InstrumentMessages.SessionDied:
                OnSessionDied();
                break;
            case InstrumentMessages.SessionLock changed:
                _lock = changed;
                _session.Forward(changed);
                break;
            case InstrumentMessages.Do or InstrumentMessages.SasTyped or InstrumentMessages.LocalInput:
                _session.Forward(message);
                break;
            case CloseRun when _session.IsNobody():
                Context.Stop(Self);
                break;
            case CloseRun:
                _session.Tell(new InstrumentMessages.Do(new HostCommands.End(Party.Operator, EndReason.Closed)));
                break;
            case EndWritten:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        _link?.Dispose();
        _setup.Identity.Key.Dispose();
    }

    private async Task<Registered> ConnectAsync()
    {
        // The dial has limits of its own, which stand still while it asks the operator for the proxy's account.
        var connection = await _setup.Dial(_stop.Token).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(ConnectTime);
        var link = new InstrumentLink(connection, _setup.Identity, _setup.Clock, _setup.Time)
        {
            KeepCheckpoint = note => _setup.Journal.KeepBrokerCheckpointAsync(note, CancellationToken.None),
        };
        var run = link.RunAsync(connection, _stop.Token);
        _ = run.ContinueWith(_ => link.EndRegistration(), TaskScheduler.Default);
        return await link.RegisterAsync(_setup.Register, limit.Token).ConfigureAwait(false) switch
        {
            BrokerToInstrument.SessionRegistered answer => new Registered(link, connection, run, answer.Session),
            BrokerToBoth.Refused refused => throw new IOException(refused.Sentence),
            var other => throw new IOException($"The vendor's server answered with {other.Type}; this version doesn't understand it."),
        };
    }

    private void Begin(Registered registered)
    {
        _link = registered.Link;
        _number = registered.Number;
        var setup = new InstrumentSessionSetup(
            registered.Number, _setup.Instrument, _setup.Policy, Convert.ToBase64String(_setup.Identity.Key.Public.Spki.Span), _setup.Pin, _setup.Journal, _setup.Receipts,
            registered.Link, _setup.Face, _setup.Pumps, _setup.StopKeys, _setup.Time);
        _session = Context.ActorOf(InstrumentSessionActor.Props(setup), "session");
        Context.WatchWith(_session, InstrumentMessages.SessionDied.Instance);
        registered.Link.Bind(_session, registered.Number);
        if (_lock is { IsLocked: true })
        {
            _session.Tell(_lock);
        }

        Watch(registered.Connection, registered.Run);
        _ = registered.Link.DeliverAsync(_setup.EarlierRuns);
    }

    /// <summary>The broker says every five seconds that it is there, and so does the technician's console, end to end, once it proved itself.</summary>
    private void OnWatchHeartbeat()
    {
        if (_link!.IsTechnicianProved)
        {
            _technician ??= new SilenceWatch(Party.Technician, _setup.Time);
        }

        if (_broker!.Silence >= RedialAfter)
        {
            // A path that swallows everything looks like this; the link is let go of, and made anew.
            _ = _connection?.DisposeAsync().AsTask();
        }

        foreach (var command in new[] { _broker!.Look(_link.Heartbeats), _technician?.Look(_link.TechnicianHeartbeats) })
        {
            if (command is not null)
            {
                _session.Tell(new InstrumentMessages.Do(command));
            }
        }
    }

    /// <summary>A session actor that stopped without END was stopped by a fault: the log says so, whatever it can still say.</summary>
    private void OnSessionDied()
    {
        if (_setup.Face.HasEnded)
        {
            Context.Stop(Self);
            return;
        }

        Context.GetLogger().Error("The session actor failed and was stopped.");
        _setup.Face.Failed("QuickSupport stopped this session because of a fault of its own. Nothing is open any more. Close this window; to go on, start QuickSupport again.");
        Timers.StartSingleTimer(nameof(EndWritten), EndWritten.Instance, LastWords);
        WriteEndAsync().PipeTo(Self, success: () => EndWritten.Instance, failure: _ => EndWritten.Instance);
    }

    private async Task WriteEndAsync()
    {
        SessionEvent[] last =
        [
            new SessionEvents.PartFailed("session", "its actor failed and was stopped"),
            new SessionEvents.Ending(Party.Instrument, EndReason.Failed),
            new SessionEvents.Ended(Party.Instrument, EndReason.Failed, []),
        ];
        foreach (var happened in last)
        {
            foreach (var record in await _setup.Journal.AppendAsync(happened, CancellationToken.None).ConfigureAwait(false))
            {
                _link!.SendRecord(record);
            }
        }

        await _link!.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>The operator closes QuickSupport.</summary>
    public sealed record CloseRun
    {
        /// <summary>The only one.</summary>
        public static CloseRun Instance { get; } = new();
    }

    private sealed record Registered(InstrumentLink Link, LinkConnection Connection, Task<LinkOutcome> Run, SessionNumber Number) : INoSerializationVerificationNeeded;

    private sealed record ConnectFailed(string Sentence);

    private sealed record LinkEnded(LinkConnection Connection, LinkOutcome Outcome) : INoSerializationVerificationNeeded;

    private sealed record EndWritten : IDeadLetterSuppression
    {
        public static EndWritten Instance { get; } = new();
    }

    private sealed record WatchHeartbeat : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static WatchHeartbeat Instance { get; } = new();
    }
}

/// <summary>Starts it in a host.</summary>
public static class InstrumentActorHosting
{
    /// <summary>One run of QuickSupport at <c>/user/instrument</c>.</summary>
    public static AkkaConfigurationBuilder AddInstrument(this AkkaConfigurationBuilder builder, InstrumentSetup setup) =>
        builder.WithActors((system, registry) => registry.Register<InstrumentActor>(system.ActorOf(InstrumentActor.Props(setup), "instrument")));
}
