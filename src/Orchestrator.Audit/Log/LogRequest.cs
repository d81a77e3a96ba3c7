using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Log;

/// <summary>Makes a line once its sequence number is known.</summary>
/// <param name="sequence">The number that the line must carry.</param>
public delegate ReadOnlyMemory<byte> LineFactory(long sequence);

/// <summary>What waits in the log's queue.</summary>
internal abstract class LogRequest
{
    public Reservation? Closing { get; init; }
}

internal sealed class AppendRequest(IReadOnlyList<LineFactory> lines) : LogRequest
{
    private readonly TaskCompletionSource<AppendResult> _done = new();
    private AppendResult _result;
    private bool _answered;

    public IReadOnlyList<LineFactory> Lines { get; } = lines;

    /// <summary>Completes on the thread pool: whoever awaits it never runs on the writer.</summary>
    public Task<AppendResult> Done => _done.Task;

    /// <summary>The writer's own view, which is ahead of <see cref="Done"/>.</summary>
    public bool IsAnswered => _answered;

    /// <summary>Called by the writer; only the first answer counts.</summary>
    public void Answer(AppendResult result)
    {
        if (_answered)
            return;
        _answered = true;
        _result = result;

        // In the pool's common queue: who waits there is served in turn, and LogQueue counts on that.
        ThreadPool.UnsafeQueueUserWorkItem(static request => request._done.SetResult(request._result), this, preferLocal: false);
    }
}

internal sealed class CheckpointRequest : LogRequest
{
    // Asynchronous continuations: whoever awaits must not run on the writer.
    public TaskCompletionSource<CheckpointResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
