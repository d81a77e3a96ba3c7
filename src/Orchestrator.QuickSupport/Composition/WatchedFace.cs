using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.QuickSupport.Face;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>The composed face, and what the run itself wants to know of it: how the session ended.</summary>
internal sealed class WatchedFace(IQuickSupportFace face) : IOperatorFace
{
    private volatile SessionSummary? _summary;
    private volatile string? _failure;

    /// <summary>Null while there is none.</summary>
    public SessionSummary? Summary => _summary;

    /// <summary>Why there is no session; null when there is or was one.</summary>
    public string? Failure => _failure;

    /// <inheritdoc/>
    public bool HasEnded => _summary is not null;

    /// <inheritdoc/>
    public void Update(OperatorView view) => face.Update(view);

    /// <inheritdoc/>
    public void Finished(SessionSummary summary)
    {
        _summary = summary;
        face.Finished(summary);
    }

    /// <inheritdoc/>
    public void Failed(string sentence)
    {
        _failure = sentence;
        face.Failed(sentence);
    }

    /// <inheritdoc/>
    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken) => face.AskAsync(prompt, cancellationToken);
}
