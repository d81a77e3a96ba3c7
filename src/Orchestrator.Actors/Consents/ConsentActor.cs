using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Consents;

/// <summary>
/// Owns one prompt's life: shown, answered, timed out, withdrawn. Holds no truth about the grant: that is the session's state.
/// When it dies, whatever the reason, the question is answered with no.
/// </summary>
public sealed class ConsentActor : UntypedActor, IWithTimers
{
    private const string TimeOutKey = "prompt-time-out";

    private readonly OperatorPrompt _prompt;
    private readonly IOperatorPrompts _face;
    private readonly Func<CancellationToken, Task> _quiesce;
    private readonly Func<PromptAnswer, CancellationToken, Task<Receipt>> _receipt;
    private readonly TimeSpan _timeOut;
    private readonly IActorRef _session;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Shows one prompt after <paramref name="quiesce"/> has stopped screen and input; its answer counts with its <paramref name="receipt"/> only.</summary>
    public ConsentActor(
        OperatorPrompt prompt, IOperatorPrompts face, Func<CancellationToken, Task> quiesce, Func<PromptAnswer, CancellationToken, Task<Receipt>> receipt,
        TimeSpan timeOut, IActorRef session)
    {
        _prompt = prompt;
        _face = face;
        _quiesce = quiesce;
        _receipt = receipt;
        _timeOut = timeOut;
        _session = session;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(
        OperatorPrompt prompt, IOperatorPrompts face, Func<CancellationToken, Task> quiesce, Func<PromptAnswer, CancellationToken, Task<Receipt>> receipt,
        TimeSpan timeOut, IActorRef session) =>
        Akka.Actor.Props.Create(() => new ConsentActor(prompt, face, quiesce, receipt, timeOut, session));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartSingleTimer(TimeOutKey, TimedOut.Instance, _timeOut);
        QuiesceAsync().PipeTo(Self, success: () => Quiet.Instance, failure: e => new Broke(e.GetType().Name));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Quiet:
                _session.Tell(new InstrumentMessages.PromptShown(_prompt.Ask));
                AskAsync().PipeTo(Self, success: answer => new Answered(answer), failure: e => new Broke(e.GetType().Name));
                break;
            case Answered { Answer: PromptAnswer.Unanswered } answered:
                _session.Tell(new InstrumentMessages.PromptAnswered(_prompt.Ask, answered.Answer, _prompt.TextSha256, Receipt: null));
                break;
            case Answered answered:
                SignAsync(answered.Answer).PipeTo(Self, success: receipt => new Signed(answered.Answer, receipt), failure: e => new Unsigned(e.Message));
                break;
            case Signed signed:
                _session.Tell(new InstrumentMessages.PromptAnswered(_prompt.Ask, signed.Answer, _prompt.TextSha256, signed.Receipt));
                break;
            case Unsigned unsigned:
                _session.Tell(new InstrumentMessages.ReceiptFailed(_prompt.Ask, unsigned.Reason));
                break;
            case TimedOut:
                _session.Tell(new InstrumentMessages.PromptTimedOut(_prompt.Ask));
                break;
            case Broke broke:
                throw new PromptException($"the prompt of ask {_prompt.Ask} failed: {broke.Kind}");
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    // What throws at once has failed like what fails later.
    private async Task QuiesceAsync() => await _quiesce(_stop.Token).ConfigureAwait(false);

    private async Task<Receipt> SignAsync(PromptAnswer answer) => await _receipt(answer, _stop.Token).ConfigureAwait(false);

    private async Task<PromptAnswer> AskAsync() => await _face.AskAsync(_prompt, _stop.Token).ConfigureAwait(false);

    private sealed record Quiet
    {
        public static Quiet Instance { get; } = new();
    }

    private sealed record TimedOut : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static TimedOut Instance { get; } = new();
    }

    private sealed record Answered(PromptAnswer Answer) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Signed(PromptAnswer Answer, Receipt Receipt) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Unsigned(string Reason) : IDeadLetterSuppression;

    private sealed record Broke(string Kind) : IDeadLetterSuppression;
}

/// <summary>A prompt ended with an exception.</summary>
public sealed class PromptException(string message) : Exception(message);
