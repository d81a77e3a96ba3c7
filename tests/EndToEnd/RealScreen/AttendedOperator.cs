using System.Collections.Concurrent;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.QuickSupport.Face;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>The scripted operator, whose keys a test may press as well.</summary>
internal sealed class AttendedOperator(ScriptedOperator scripted) : IQuickSupportFace
{
    private readonly TaskCompletionSource<OperatorDesk> _desk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentQueue<OperatorPrompt> _prompts = new();

    private readonly ConcurrentQueue<string> _remarks = new();

    /// <summary>What the operator has before him, once the run is up.</summary>
    public Task<OperatorDesk> Desk => _desk.Task;

    /// <summary>Runs while a prompt is shown, before it is answered.</summary>
    public Action? Reading { get; set; }

    public bool HasEnded => scripted.HasEnded;

    public void Attach(OperatorDesk desk)
    {
        scripted.Attach(desk);
        _desk.TrySetResult(desk);
    }

    public void Update(OperatorView view) => scripted.Update(view);

    /// <summary>Every prompt that was shown, in order.</summary>
    public IReadOnlyList<OperatorPrompt> Prompts => [.. _prompts];

    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken)
    {
        _prompts.Enqueue(prompt);
        Reading?.Invoke();
        return scripted.AskAsync(prompt, cancellationToken);
    }

    /// <summary>Every remark that was shown, in order.</summary>
    public IReadOnlyList<string> Remarks => [.. _remarks];

    public void Remark(string sentence) => _remarks.Enqueue(sentence);

    public void Finished(SessionSummary summary) => scripted.Finished(summary);

    public void Failed(string sentence) => scripted.Failed(sentence);
}
