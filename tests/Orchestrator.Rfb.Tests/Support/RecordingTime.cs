namespace Orchestrator.Rfb.Tests;

/// <summary>A clock that stands still; every rest is noted and over at once.</summary>
internal sealed class RecordingTime : TimeProvider
{
    public List<TimeSpan> Rests { get; } = [];

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Rests.Add(dueTime);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Idle();
    }

    private sealed class Idle : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
