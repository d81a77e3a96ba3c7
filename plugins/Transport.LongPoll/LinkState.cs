using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>What both directions of a link at the broker share: the host's pipe once it runs, and how it ends.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer and without parent holds nothing.")]
internal sealed class LinkState
{
    private readonly TaskCompletionSource<IDuplexPipe> host = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LinkEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource over = new();
    private volatile bool isEnding;

    /// <summary>Cancelled when no request is served any more.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>Completes with the first reason to end.</summary>
    public Task<LinkEnd> End => end.Task;

    /// <summary>True when what waits is still sent, and nothing behind it.</summary>
    public bool IsEnding => isEnding;

    /// <summary>The host runs the link.</summary>
    public void Run(IDuplexPipe pipe) => host.TrySetResult(pipe);

    /// <summary>Waits for the host.</summary>
    public Task<IDuplexPipe> HostAsync(CancellationToken cancellationToken) => host.Task.WaitAsync(cancellationToken);

    /// <summary>Gives a reason to end; the first one counts.</summary>
    public void Finish(LinkEndReason reason, string detail = "") => end.TrySetResult(new LinkEnd(reason, detail));

    /// <summary>The rest is sent.</summary>
    public void BeginEnding() => isEnding = true;

    /// <summary>Every request that is still served ends.</summary>
    public void Close()
    {
        over.Cancel();
        Finish(LinkEndReason.Lost, "closed");
    }
}
