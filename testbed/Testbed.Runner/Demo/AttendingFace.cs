using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Face;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>A person at the real terminal face; the phone listens in, since the technician at the other end is simulated.</summary>
internal sealed class AttendingFace(TerminalFace face, Phone phone) : IQuickSupportFace
{
    private readonly TaskCompletionSource _named = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OperatorDesk? _desk;

    /// <inheritdoc/>
    public bool HasEnded => face.HasEnded;

    /// <summary>Something that the simulated technician says on the phone.</summary>
    public void Say(string sentence) => face.Happened(new SessionEvents.ChatPosted(Party.Technician, sentence));

    /// <inheritdoc/>
    public void Starting(string sentence) => face.Starting(sentence);

    /// <inheritdoc/>
    public void Attach(OperatorDesk desk)
    {
        _desk = desk;
        face.Attach(desk);
    }

    /// <inheritdoc/>
    public void Update(OperatorView view)
    {
        face.Update(view);
        if (view.State.Number is { } number && _desk is { } desk && _named.Task.IsCompleted)
        {
            phone.ReadNumber(number.ToString(), desk.Pin.Reveal());
        }
    }

    /// <inheritdoc/>
    public void Happened(SessionEvent happened)
    {
        if (happened is SessionEvents.OperatorNamed)
        {
            _named.TrySetResult();
        }

        face.Happened(happened);
    }

    /// <inheritdoc/>
    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken) => face.AskAsync(prompt, cancellationToken);

    /// <inheritdoc/>
    public void Finished(SessionSummary summary) => face.Finished(summary);

    /// <inheritdoc/>
    public void Failed(string sentence)
    {
        phone.HangUp(sentence);
        face.Failed(sentence);
    }
}
