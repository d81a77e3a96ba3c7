using Akka.Actor;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Channels.ChannelMessages;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>
/// The session's only writer: decides on commands, writes the events, lets them take effect. When it dies every gate is closed
/// and every channel cut, and nothing brings it back.
/// </summary>
/// <remarks>
/// Two states: <c>logged</c> is everything decided, <c>effective</c> what has taken effect, in the same order. An event that enlarges
/// a right waits there until it is durable here and at the broker; one that shrinks a right works at once, for a gate is open only
/// if both states say so.
/// </remarks>
public sealed partial class InstrumentSessionActor : UntypedActor, IWithTimers, IWithStash
{
    private const int StashLimit = 100;
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(500);

    private readonly InstrumentSessionSetup _setup;
    private readonly long _startedAt;
    private SessionState _logged = SessionState.Initial;
    private SessionState _effective = SessionState.Initial;

    // What the log really holds: behind what is decided by the events that still wait to be written.
    private SessionState _written = SessionState.Initial;
    private SecretText? _sas;
    private int _stashed;
    private string _notice = "";

    /// <summary>Starts the session at once.</summary>
    public InstrumentSessionActor(InstrumentSessionSetup setup)
    {
        _setup = setup;
        _startedAt = setup.Time.GetTimestamp();
        _lastLocalInput = _startedAt;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    private SessionTime Now => new((long)_setup.Time.GetElapsedTime(_startedAt).TotalMilliseconds);

    /// <summary>How to make one.</summary>
    public static Props Props(InstrumentSessionSetup setup) => Akka.Actor.Props.Create(() => new InstrumentSessionActor(setup));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickInterval);
        Carry(new HostCommands.Start(_setup.Number, _setup.Instrument, _setup.Policy, _setup.RunKey));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Journaled or JournalBroke or StoreTimedOut or BrokerStored or CheckpointMade:
                OnJournal(message);
                break;
            case PromptAnswered { Answer: Consents.PromptAnswer.Allowed } when IsWriting:
                // A yes enlarges a right, so it waits like a request. Without room for it the prompt's time runs out: no.
                TryStash();
                break;
            case PumpEnded or ChannelDied or ConsentDied or PromptAnswered or PromptShown or PromptTimedOut or ReceiptFailed:
                OnChild(message);
                break;
            case Tick:
                OnTick();
                break;
            case LocalInput:
                OnLocalInput();
                break;
            case SessionLock changed:
                OnSessionLock(changed.IsLocked);
                break;
            case FinishNow:
                Carry(new HostCommands.Finish());
                break;
            case WordsOver:
                OnWordsOver();
                break;
            case StopNow:
                Context.Stop(Self);
                break;
            default:
                OnRequest(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        foreach (var channel in _channels.Values)
        {
            channel.Gate.Close();
            channel.Wire.Cut();
        }

        if (_effective.Phase == SessionPhase.Ended)
        {
            _setup.Face.Finished(Summary());
        }
    }

    /// <summary>Requests wait while something is being written, except those that only shrink.</summary>
    private void OnRequest(object message)
    {
        if (CommandOf(message) is not { } command)
        {
            Unhandled(message);
        }
        else if (!command.Shrinks && IsWriting)
        {
            if (!TryStash())
            {
                Sender.Tell(new Refused("BUSY", "Too many requests at once; try again in a moment.", RequestOf(message)));
            }
        }
        else
        {
            Answer(message, command, Carry(command));
            if (command is OperatorCommands.Pause)
            {
                LetGoOfStopKey();
            }
        }
    }

    private bool TryStash()
    {
        if (_stashed >= StashLimit)
        {
            return false;
        }

        _stashed++;
        Stash.Stash();
        return true;
    }

    private SessionCommand? CommandOf(object message) => message switch
    {
        Do request => request.Command,
        TechnicianAsked asked => asked.Ask,
        TechnicianProved proved => new HostCommands.Join(proved.Technician, proved.Policy, proved.TranscriptHash, TermsOf(proved.Ticket)),
        PinGiven given => new TechnicianCommands.PresentPin(given.Pin == _setup.Pin),
        SasTyped typed => new OperatorCommands.CompareSas(_sas is { } sas && typed.Sas == sas),
        _ => null,
    };

    /// <summary>The message may have waited: the ticket's end is where it was.</summary>
    private TicketTerms TermsOf(TicketGiven ticket) =>
        new(ticket.Policy, Now + (ticket.Left - _setup.Time.GetElapsedTime(ticket.At)), ticket.ApprovedBy);

    private void Answer(object message, SessionCommand command, Decision decision)
    {
        if (decision.Refusal is { } refusal)
        {
            Sender.Tell(new Refused(refusal.Code, refusal.Sentence, RequestOf(message)));
            return;
        }

        if (message is TechnicianProved proved)
        {
            _sas = proved.Sas;
        }

        var asked = decision.Events.OfType<SessionEvents.Asked>().FirstOrDefault();
        Sender.Tell(message is TechnicianAsked request && asked is not null
            ? new AskTaken(request.RequestId, asked.Ask)
            : new Carried(command));
    }

    private static uint RequestOf(object message) => message is TechnicianAsked asked ? asked.RequestId : 0;

    /// <summary>Decides; what shrinks works before it is written, the events are logged in order, what enlarges takes effect as soon as it may.</summary>
    private Decision Carry(SessionCommand command)
    {
        var decision = _logged.Decide(command, Now);
        if (!decision.Events.IsEmpty)
        {
            _logged = _logged.Evolve(decision.Events);
            Reconcile();
            Write(decision.Events);
        }

        return decision;
    }

    private void Notice(string sentence)
    {
        _notice = sentence;
        ShowOperator();
    }

    private void ShowOperator() =>
        _setup.Face.Update(new OperatorView(_effective, Now, _notice, Sas: _effective is { Phase: SessionPhase.Joined, SasMatched: false } && _sas is not null));
}
