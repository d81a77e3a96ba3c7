using Akka.Actor;
using Akka.Event;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>
/// The broker's follower of one session: its own copy of the state, its own gates, clock and vetoes. It can refuse, never allow.
/// When it dies nothing of the session passes any more.
/// </summary>
public sealed partial class BrokerSessionActor : UntypedActor, IWithTimers
{
    private readonly BrokerSetup _setup;
    private readonly SessionNumber _number;
    private readonly Register _registered;
    private readonly Relay _relay = new();
    private readonly long _startedAt;
    private SessionState _state = SessionState.Initial;
    private LinkConnection? _instrument;
    private LinkConnection? _console;
    private string _technician = "";
    private string _account = "";
    private string _consoleKey = "";
    private readonly List<Revoke> _revokedMeanwhile = [];
    private long _lastSequence = -1;
    private (IActorRef Asker, Task<AdmitOutcome> Outcome)? _admission;
    private bool _isOver;

    /// <summary>Follows the session of one registered instrument.</summary>
    public BrokerSessionActor(BrokerSetup setup, SessionNumber number, Register registered)
    {
        _setup = setup;
        _number = number;
        _registered = registered;
        _instrument = registered.Link;
        _startedAt = setup.Time.GetTimestamp();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private SessionTime Now => new((long)_setup.Time.GetElapsedTime(_startedAt).TotalMilliseconds);

    /// <summary>How to make one.</summary>
    public static Props Props(BrokerSetup setup, SessionNumber number, Register registered) =>
        Akka.Actor.Props.Create(() => new BrokerSessionActor(setup, number, registered));

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookAtClock), LookAtClock.Instance, TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                Start();
                break;
            case Began began:
                _relay.AttachInstrument(_instrument);
                began.Asker.Tell(new Registered(_number, _relay));
                break;
            case NotBegun failed:
                failed.Asker.Tell(AdmissionRequests.NotRegistered);
                OnJournalBroke(failed.Reason);
                break;
            case LookAtClock:
                CloseExpired();
                break;
            case Apply apply:
                OnApply(apply);
                break;
            case Admit admit:
                OnAdmit(admit);
                break;
            case Find:
                Sender.Tell(IsGone ? AdmissionRequests.Unknown : IsTaken ? AdmissionRequests.Running : new Waits(_number));
                break;
            case AdmissionAnswered answered:
                OnAdmissionAnswered(answered);
                break;
            case LinkEnded ended:
                OnLinkEnded(ended);
                break;
            case Reattach again:
                OnReattach(again);
                break;
            case InstrumentLeft left when ReferenceEquals(left.Link, _instrument):
                End();
                break;
            case InstrumentLeft:
                break;
            case CheckpointKept kept:
                OnCheckpointKept(kept.Note);
                break;
            case Fork fork:
                Note(new BrokerObservations.ForkSeen(_number, fork.Sequence));
                Veto("the instrument's log contradicts itself");
                break;
            case Revoke revoke:
                OnRevoke(revoke);
                break;
            case ChannelDied died:
                OnChannelDied(died.Channel);
                break;
            case GraceOver:
                Note(new BrokerObservations.MissingEnd(_number, _lastSequence));
                Finish("The instrument's link didn't come back.");
                break;
            case JournalBroke broke:
                OnJournalBroke(broke.Reason);
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
        _relay.Veto();
        AnswerLate();
        NoteCounts();
        NoteEnd();
        _relay.AttachConsole(null);
        _relay.AttachInstrument(null);
        if (!_isOver)
        {
            Note(new BrokerObservations.MissingEnd(_number, _lastSequence));
            TellBoth(new BrokerToBoth.Revoked("The server stopped this session because of a fault."));
        }
    }

    private void Start()
    {
        var asker = Sender;
        var wish = _registered.Wish;
        var from = _registered.From;
        var seen = new BrokerObservations.SessionRegistered(
            _number,
            wish.Instrument,
            from.Address,
            from.Transport,
            wish.LogOrigin,
            Convert.ToHexStringLower(wish.LogPublicKey.Span),
            Convert.ToBase64String(wish.LogKeyBinding.Span),
            Convert.ToHexStringLower(wish.ExecutableSha256.Span),
            wish.Composition);
        AppendAsync().PipeTo(Self, success: () => new Began(asker), failure: e => new NotBegun(asker, e.Message));

        async Task AppendAsync()
        {
            // Before the record: a session that stands in the log can always be judged.
            await _setup.Claims.RegisterAsync(_number, new RegisteredRun(wish.LogOrigin, wish.LogPublicKey.Memory, from.Key, wish.LogKeyBinding.Memory), CancellationToken.None).ConfigureAwait(false);
            await _setup.Journal.AppendAsync(seen, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>An event is applied before any later record is forwarded: the link's reader waits for the answer.</summary>
    private void OnApply(Apply apply)
    {
        var isNew = apply.Sequence > _lastSequence;
        _lastSequence = Math.Max(_lastSequence, apply.Sequence);
        if (!_isOver && isNew)
        {
            _state = _state.Evolve(apply.Event);
            NoteTime(apply.Event);
            FollowChannels();
            if (apply.Event is SessionEvents.Ended)
            {
                _endedAt = apply.Sequence;

                // The same record is on its way to the console end to end: the control channel passes until the link is gone.
                _isOver = true;
            }
        }

        Sender.Tell(new Applied(_number, apply.Sequence));
    }

    /// <summary>The first thing that this actor is told.</summary>
    public sealed record Begin
    {
        /// <summary>The only one.</summary>
        public static Begin Instance { get; } = new();
    }

    private sealed record Began(IActorRef Asker) : INoSerializationVerificationNeeded;

    private sealed record NotBegun(IActorRef Asker, string Reason) : INoSerializationVerificationNeeded;

    private sealed record AdmissionAnswered(Admit Admit, AdmitOutcome Outcome, IActorRef Asker) : INoSerializationVerificationNeeded;

    private sealed record JournalBroke(string Reason) : IDeadLetterSuppression;

    private sealed record GraceOver : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static GraceOver Instance { get; } = new();
    }
}
