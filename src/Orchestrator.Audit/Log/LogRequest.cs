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
    public IReadOnlyList<LineFactory> Lines { get; } = lines;

    // Asynchronous continuations: whoever awaits must not run on the writer.
    public TaskCompletionSource<AppendResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed class CheckpointRequest : LogRequest
{
    public TaskCompletionSource<CheckpointResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
