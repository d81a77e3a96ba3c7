using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.QuickSupport.Face;

namespace Orchestrator.Benchmarks.Roles;

/// <summary>A face that also hands out the desk, so that a benchmark can press the operator's keys.</summary>
internal sealed class DeskHolder(IQuickSupportFace inner) : IQuickSupportFace
{
    private readonly TaskCompletionSource<OperatorDesk> _desk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The operator's keys, once there are some.</summary>
    public Task<OperatorDesk> Desk => _desk.Task;

    public bool HasEnded => inner.HasEnded;

    public void Starting(string step) => inner.Starting(step);

    public void Attach(OperatorDesk desk)
    {
        inner.Attach(desk);
        _desk.TrySetResult(desk);
    }

    public void Update(OperatorView view) => inner.Update(view);

    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken) => inner.AskAsync(prompt, cancellationToken);

    public void Finished(SessionSummary summary) => inner.Finished(summary);

    public void Failed(string sentence) => inner.Failed(sentence);
}
