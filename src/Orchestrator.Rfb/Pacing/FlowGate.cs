using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Rfb;

/// <summary>A gate in memory, which knows no links. Made shut: nothing flows until somebody opens it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer and without parent holds nothing that must be disposed.")]
public sealed class FlowGate : IFlowGate
{
    private readonly Lock sync = new();
    private volatile CancellationTokenSource opening = Ended();
    private int interruptions;
    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc />
    public bool IsOpen => !opening.IsCancellationRequested;

    /// <inheritdoc />
    public CancellationToken WhileOpen => opening.Token;

    /// <inheritdoc />
    public int Interruptions => Volatile.Read(ref interruptions);

    /// <inheritdoc />
    public ValueTask<bool> WhenLinkedAsync(CancellationToken cancellationToken) => new(IsOpen);

    /// <summary>Lets the channel flow.</summary>
    public void Open()
    {
        lock (sync)
        {
            if (IsOpen)
                return;
            opening = new CancellationTokenSource();
            opened.TrySetResult();
        }
    }

    /// <summary>Stops the channel at once; may be called from any thread, and again.</summary>
    public void Shut()
    {
        CancellationTokenSource ending;
        lock (sync)
        {
            if (!IsOpen)
                return;
            opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
            ending = opening;
            interruptions++;
            opening = Ended();
        }

        ending.Cancel();
    }

    /// <inheritdoc />
    public async ValueTask WhenOpenAsync(CancellationToken cancellationToken)
    {
        while (!IsOpen)
        {
            Task next;
            lock (sync)
                next = IsOpen ? Task.CompletedTask : opened.Task;
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static CancellationTokenSource Ended()
    {
        var ended = new CancellationTokenSource();
        ended.Cancel();
        return ended;
    }
}
