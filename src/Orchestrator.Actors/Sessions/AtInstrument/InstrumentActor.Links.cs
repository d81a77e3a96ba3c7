using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Links;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <content>One link after the other: the session goes on over a new one as long as the grace lasts, which is the session's own to judge.</content>
public sealed partial class InstrumentActor
{
    // Two heartbeats that didn't come, and three seconds; before silence holds the channels.
    private static readonly TimeSpan RedialAfter = TimeSpan.FromSeconds(13);

    private bool _isResuming;
    private IActorRef _mover = ActorRefs.Nobody;

    private void Watch(LinkConnection connection, Task<LinkOutcome> run)
    {
        _connection = connection;
        _broker = new SilenceWatch(Party.Broker, _setup.Time);
        Timers.StartPeriodicTimer(nameof(WatchHeartbeat), WatchHeartbeat.Instance, TimeSpan.FromSeconds(1));
        run.PipeTo(Self, success: outcome => new LinkEnded(connection, outcome), failure: e => new LinkEnded(connection, LinkOutcome.Lost(e.Message)));
    }

    private void OnLinkEnded(LinkEnded ended)
    {
        if (!ReferenceEquals(ended.Connection, _connection))
        {
            return;
        }

        if (ended.Outcome.Kind == LinkOutcomeKind.Violation)
        {
            // A link that broke may come back; one on which a check failed was touched by somebody.
            Timers.Cancel(nameof(WatchHeartbeat));
            _session.Tell(new InstrumentMessages.Do(new HostCommands.FailPart("link to the vendor's server", ended.Outcome.Detail)));
            _session.Tell(new InstrumentMessages.Do(new HostCommands.End(Party.Instrument, EndReason.ProtocolViolation)));
            return;
        }

        GoOn(null);
    }

    private void OnNewLink(object message)
    {
        switch (message)
        {
            case LinkResumption.Done resumed:
                _isResuming = false;
                Watch(resumed.Connection, resumed.Run);
                _session.Tell(new InstrumentMessages.Do(new HostCommands.RestoreLink(Party.Broker)));
                AnswerMover(null);
                break;
            case LinkResumption.Refused refused:
                _session.Tell(new InstrumentMessages.Do(new HostCommands.FailPart("link to the vendor's server", refused.Sentence)));
                _session.Tell(new InstrumentMessages.Do(new HostCommands.End(
                    Party.Instrument, refused.Code == "REVOKED" ? EndReason.BrokerVeto : EndReason.LinkLost)));
                AnswerMover(refused.Sentence);
                break;
            case MoveLink when _isResuming || _connection is null || !_mover.IsNobody():
                Sender.Tell(new LinkMoved("There is no link at present, or it is being moved already."));
                break;
            case MoveLink:
                _mover = Sender;
                _setup.Dial(_stop.Token).PipeTo(Self, success: link => new Moved(link), failure: e => new NotMoved(e.Message));
                break;
            case Moved moved when _isResuming:
                _ = moved.Connection.DisposeAsync().AsTask();
                break;
            case Moved moved:
                GoOn(moved.Connection);
                break;
            case NotMoved not:
                AnswerMover(not.Reason);
                break;
        }
    }

    /// <summary>Lets go of the link and takes the session up on this one, or on the next that can be made.</summary>
    private void GoOn(LinkConnection? next)
    {
        Timers.Cancel(nameof(WatchHeartbeat));
        var older = _connection;
        _connection = null;
        _isResuming = true;
        _link!.Detach();
        _session.Tell(new InstrumentMessages.Do(new HostCommands.LoseLink(Party.Broker)));
        _ = older?.DisposeAsync().AsTask();
        new Redialer(_setup.Dial, _setup.Time).ResumeAsync(_link, next, _stop.Token).PipeTo(Self, failure: _ => new LinkResumption.Stopped());
    }

    private void AnswerMover(string? problem)
    {
        _mover.Tell(new LinkMoved(problem));
        _mover = ActorRefs.Nobody;
    }

    /// <summary>Makes a new link with the plugins that serve now, and lets go of the old one. Answered with <see cref="LinkMoved"/>.</summary>
    public sealed record MoveLink
    {
        /// <summary>The only one.</summary>
        public static MoveLink Instance { get; } = new();
    }

    /// <summary>The session goes on over a new link.</summary>
    /// <param name="Problem">Why not; null when it does.</param>
    public sealed record LinkMoved(string? Problem) : IDeadLetterSuppression;

    private sealed record Moved(LinkConnection Connection) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record NotMoved(string Reason) : IDeadLetterSuppression;
}
