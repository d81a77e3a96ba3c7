using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Sessions.AtConsole;

namespace Orchestrator.Actors.Consents;

/// <summary>
/// The console's side of one question: waits for the operator's answer and gives it, once, to whoever asked. When it dies, the answer is no.
/// </summary>
public sealed class AskActor : UntypedActor, IWithTimers
{
    private readonly IActorRef _asker;
    private readonly TimeSpan _patience;
    private bool _isAnswered;

    /// <summary>Waits for an answer.</summary>
    public AskActor(IActorRef asker, TimeSpan patience)
    {
        _asker = asker;
        _patience = patience;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(IActorRef asker, TimeSpan patience) => Akka.Actor.Props.Create(() => new AskActor(asker, patience));

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartSingleTimer(nameof(OutOfPatience), OutOfPatience.Instance, _patience);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConsoleMessages.AskOpened or ConsoleMessages.AskDenied:
                Answer(message);
                Context.Stop(Self);
                break;
            case OutOfPatience:
                Answer(new ConsoleMessages.AskDenied("NO_ANSWER", "The operator didn't answer. Ask again, or speak with the operator on the phone."));
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() =>
        Answer(new ConsoleMessages.AskDenied("SESSION_OVER", "The session ended before the operator answered."));

    private void Answer(object answer)
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            _asker.Tell(answer);
        }
    }

    private sealed record OutOfPatience : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static OutOfPatience Instance { get; } = new();
    }
}
