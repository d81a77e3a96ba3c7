using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Stage;

/// <summary>Keeps back what goes to a victim, from the next RESUME on, in its order.</summary>
internal sealed class HeldFrames(SupportCase it, Victim to)
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _held = new();
    private readonly TaskCompletionSource<byte[]> _resume = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isHolding;
    private bool _isOver;

    /// <summary>The RESUME: a copy.</summary>
    public Task<byte[]> ResumeAsync() => _resume.Task.WaitAsync(World.Patience);

    /// <summary>For the middle; true: kept.</summary>
    public Task<bool> TakeAsync(PeerFrame frame)
    {
        lock (_gate)
        {
            if (_isOver || frame.To != to || !(_isHolding || frame.Header.Type == FrameType.PeerResume))
            {
                return Task.FromResult(false);
            }

            _isHolding = true;
            _held.Enqueue(frame.Bytes);
            _resume.TrySetResult([.. frame.Bytes]);
            return Task.FromResult(true);
        }
    }

    /// <summary>Everything goes on, late and in its order.</summary>
    public async Task ReleaseAsync()
    {
        while (Next() is { } bytes)
        {
            await it.PutAsync(to, bytes);
        }
    }

    private byte[]? Next()
    {
        lock (_gate)
        {
            _isOver = _held.Count == 0;
            return _isOver ? null : _held.Dequeue();
        }
    }
}
