using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.QuickSupport.Face;

namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>A face before which nobody sits.</summary>
internal sealed class SilentFace : IQuickSupportFace
{
    public TaskCompletionSource<OperatorDesk> Attached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Remarks { get; } = [];

    public string Failure { get; private set; } = "";

    public bool HasEnded { get; private set; }

    public void Attach(OperatorDesk desk) => Attached.TrySetResult(desk);

    public void Remark(string sentence) => Remarks.Add(sentence);

    public void Update(OperatorView view)
    {
    }

    public void Finished(SessionSummary summary) => HasEnded = true;

    public void Failed(string sentence) => Failure = sentence;

    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken) => Task.FromResult<PromptAnswer>(new PromptAnswer.Refused());
}
