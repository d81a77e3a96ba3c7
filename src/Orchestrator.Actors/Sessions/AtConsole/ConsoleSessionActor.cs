using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Channels.ChannelMessages;
using static Orchestrator.Actors.Sessions.AtConsole.ConsoleMessages;

namespace Orchestrator.Actors.Sessions.AtConsole;

/// <summary>
/// The console's follower of one session: can only ask. Its state is what the instrument's records say; its channels exist while
/// that state has them. When it dies every channel is cut.
/// </summary>
public sealed partial class ConsoleSessionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(SessionPolicy.MaxGraceSeconds + 5);

    private readonly ConsoleSetup _setup;
    private readonly BrokerToConsole.Connected _connected;
    private readonly Proved _proved;
    private SessionState _state = SessionState.Initial;
    private SessionEvents.Ending? _ending;
    private string _link = "";
    private long _lastSequence = -1;
    private bool _isFinished;

    /// <summary>Follows the session behind a finished handshake.</summary>
    public ConsoleSessionActor(ConsoleSetup setup, BrokerToConsole.Connected connected, Proved proved)
    {
        _setup = setup;
        _connected = connected;
        _proved = proved;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private PeerConnection Peer => _proved.Peer;

    /// <summary>How to make one.</summary>
    public static Props Props(ConsoleSetup setup, BrokerToConsole.Connected connected, Proved proved) =>
        Akka.Actor.Props.Create(() => new ConsoleSessionActor(setup, connected, proved));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.FromSeconds(1));
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, HeartbeatInterval);
        _ = Peer.SendAsync(new TechnicianToInstrument.PresentPin(_setup.Pin));
        Show();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InstrumentSays says:
                OnInstrument(says.Message);
                break;
            case Ask ask:
                OnAsk(ask);
                break;
            case PresentPin pin when !_state.PinAccepted:
                _ = Peer.SendAsync(new TechnicianToInstrument.PresentPin(pin.Pin));
                break;
            case Release release when _state.GrantOf(release.Capability) is { } grant:
                _ = Peer.SendAsync(new TechnicianToInstrument.ReleaseGrant(grant.Id));
                break;
            case Release or PresentPin:
                break;
            case Chat chat:
                _ = Peer.SendAsync(new TechnicianToInstrument.Chat(chat.Text));
                break;
            case Leave leave:
                _ = Peer.SendAsync(new TechnicianToInstrument.Leave(leave.Reason));
                Timers.StartSingleTimer(nameof(GraceOver), GraceOver.Instance, TimeSpan.FromSeconds(3));
                break;
            case InstrumentLink up:
                OnInstrumentLink(up.Up);
                break;
            case LinkEnded ended:
                OnLinkEnded(ended);
                break;
            case PumpEnded or ChannelDied or AskDied:
                OnChild(message);
                break;
            case Tick:
                Show();
                break;
            case Beat:
                _ = Peer.SendAsync(new TechnicianToInstrument.Heartbeat(_lastSequence + 1));
                break;
            default:
                OnEnd(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Gate.Close();
            channel.Wire.Cut();
        }

        Peer.Dispose();
        Finish(new ConsoleEnd("SESSION_FAULT", "The console stopped this session because of a fault of its own.", false));
    }

    private void OnInstrument(PeerMessage message)
    {
        switch (message)
        {
            case InstrumentToTechnician.EventRecord record:
                OnRecord(record);
                Sender.Tell(RecordFollowed.Instance);
                break;
            case InstrumentToTechnician.AskReceived received:
                Progress(received.RequestId, AskProgress.Received, "");
                break;
            case InstrumentToTechnician.AskRejected rejected:
                Progress(rejected.RequestId, AskProgress.Rejected, rejected.Sentence);
                Answer(rejected.RequestId, new AskDenied(rejected.Code, rejected.Sentence));
                break;
            case InstrumentToTechnician.PromptSeen seen:
                ProgressOf(seen.AskId, AskProgress.Seen);
                break;
            case TechnicianToInstrument.Chat chat:
                _setup.Face.Said(chat.Text);
                break;
            case InstrumentToTechnician.Remaining:
                break;
            default:
                Self.Tell(new Violation($"{message.Type} at this time"));
                break;
        }
    }

    private void OnRecord(InstrumentToTechnician.EventRecord record)
    {
        // Numbers may be left out for the log's own records; they never stand still.
        if (record.Sequence <= _lastSequence)
        {
            Self.Tell(new Violation($"record {record.Sequence} after {_lastSequence}"));
            return;
        }

        _lastSequence = record.Sequence;
        if (_setup.ReadEvent(record.Line.Memory) is not { } happened)
        {
            return;
        }

        _state = _state.Evolve(happened);
        Follow(happened);
        Reconcile();
        _setup.Face.Happened(record.Sequence, happened, record.Line.Memory);
        Show();
        if (happened is SessionEvents.Ending ending)
        {
            _ending = ending;
        }
        else if (happened is SessionEvents.Ended)
        {
            Finish(EndOf(_ending));
            Context.Stop(Self);
        }
    }

    private void OnInstrumentLink(bool up)
    {
        if (up)
        {
            _link = "";
            Timers.Cancel(nameof(GraceOver));
            Reconcile();
            Show();
        }
        else
        {
            Hold("link lost: the instrument can't be reached");
        }
    }

    private void Hold(string why)
    {
        _link = why;
        foreach (var channel in _channels.Values)
        {
            channel.Gate.Hold(HoldReason.Session);
        }

        Timers.StartSingleTimer(nameof(GraceOver), GraceOver.Instance, Grace);
        Show();
    }

    /// <summary>A link that broke may come back within the grace; one on which a check failed was touched by somebody.</summary>
    private void OnLinkEnded(LinkEnded ended)
    {
        if (_ending is null && ended.Outcome.Kind != LinkOutcomeKind.Violation)
        {
            Hold("link lost: connecting to the server again");
            Context.Parent.Tell(Redial.Instance);
        }
        else
        {
            OnEnd(ended);
        }
    }

    private void OnEnd(object message)
    {
        ConsoleEnd? end = message switch
        {
            GraceOver => _ending is null ? new ConsoleEnd("LINK_LOST", _link.Length > 0 ? $"{char.ToUpperInvariant(_link[0])}{_link[1..]}; it didn't come back in time, and the session is over." : "The session is over.", false) : EndOf(_ending),
            Revoked revoked => new ConsoleEnd("REVOKED", "The server ended this session: " + revoked.Reason, false),
            Violation violation => new ConsoleEnd("PROTOCOL_VIOLATION", $"The other side sent what no QuickSupport sends ({violation.Fault}); the session is over. Report this.", false),
            LinkEnded { Outcome.Kind: LinkOutcomeKind.Violation } ended => new ConsoleEnd("PROTOCOL_VIOLATION", $"The server sent what no server sends ({ended.Outcome.Detail}); the session is over. Report this.", false),
            LinkEnded => EndOf(_ending),
            ResumeRefused refused => new ConsoleEnd(refused.Code, refused.Sentence, false),
            _ => null,
        };
        if (end is null)
        {
            Unhandled(message);
            return;
        }

        Finish(end);
        Context.Stop(Self);
    }

    private static ConsoleEnd EndOf(SessionEvents.Ending? ending) => ending switch
    {
        null => new ConsoleEnd("ENDED", "The session ended, and the instrument gave no reason.", true),
        { Reason: EndReason.PinExhausted } => new ConsoleEnd("WRONG_PIN", "Three wrong PINs: the session is over. Ask the operator to start QuickSupport again.", false),
        { Reason: EndReason.SasExhausted } => new ConsoleEnd("WRONG_DIGITS", "The six digits didn't match twice: the session is over. Somebody may sit between you; call the operator and report this.", false),
        { Reason: EndReason.TechnicianReleased } => new ConsoleEnd("ENDED", "You ended the session.", true),
        { By: Party.Operator } => new ConsoleEnd("ENDED", "The operator ended the session.", true),
        { Reason: EndReason.LinkLost } => new ConsoleEnd("LINK_LOST", "A link didn't come back in time; the instrument ended the session.", false),
        { Reason: EndReason.LogFailed } => new ConsoleEnd("LOG_FAILED", "The instrument can't write its log, so it ended the session. Ask the operator to free some room on its disk.", false),
        { Reason: EndReason.ProtocolViolation } => new ConsoleEnd("PROTOCOL_VIOLATION", "The instrument ended the session because of something that no console sends. Report this.", false),
        _ => new ConsoleEnd("ENDED", $"The session ended at the instrument ({ending.Reason}).", true),
    };

    private void Finish(ConsoleEnd end)
    {
        if (!_isFinished)
        {
            _isFinished = true;
            _setup.Face.Finished(end);
        }
    }

    private void Show() =>
        _setup.Face.Update(new ConsoleView(_state, _connected.Instrument, _proved.Sas, [.. _asks.Values.Select(Now)], RemainingTimes(), _setup.Hop, _link)
        {
            Admitted = _proved.Admitted,
            ApprovalNeeded = _connected.ApprovalNeeded,
        });

    private sealed record Tick : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static Tick Instance { get; } = new();
    }

    private sealed record Beat : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static Beat Instance { get; } = new();
    }

    private sealed record GraceOver : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static GraceOver Instance { get; } = new();
    }
}
