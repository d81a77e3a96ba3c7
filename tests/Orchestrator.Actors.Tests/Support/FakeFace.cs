using System.Collections.Concurrent;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>The operator's face: prompts wait for the spec's answer.</summary>
internal sealed class FakeFace(World world) : IOperatorFace
{
    private readonly ConcurrentQueue<ShownPrompt> _prompts = new();

    public Exception? Throws { get; set; }

    public bool ThrowsAtOnce { get; set; }

    public OperatorView? View { get; private set; }

    public SessionSummary? Summary { get; private set; }

    public string? Failure { get; private set; }

    public bool HasEnded => Summary is not null;

    public IReadOnlyList<ShownPrompt> Prompts => [.. _prompts];

    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken)
    {
        if (ThrowsAtOnce)
        {
            throw new InvalidOperationException("no terminal");
        }

        if (Throws is { } failure)
        {
            return Task.FromException<PromptAnswer>(failure);
        }

        var shown = new ShownPrompt(prompt, cancellationToken);
        _prompts.Enqueue(shown);
        world.Note($"asked {prompt.Ask}");
        return shown.Done.Task;
    }

    public void Update(OperatorView view)
    {
        View = view;
        world.Note("view");
    }

    public void Finished(SessionSummary summary)
    {
        Summary = summary;
        world.Note("finished");
    }

    public void Failed(string sentence)
    {
        Failure = sentence;
        world.Note("failed");
    }
}

/// <summary>A prompt on the operator's screen.</summary>
internal sealed record ShownPrompt(OperatorPrompt Prompt, CancellationToken Closed)
{
    // Continuations run inside Answer, so the actor is told when it returns.
    public TaskCompletionSource<PromptAnswer> Done { get; } = new();

    public void Answer(PromptAnswer answer) => Done.TrySetResult(answer);
}
