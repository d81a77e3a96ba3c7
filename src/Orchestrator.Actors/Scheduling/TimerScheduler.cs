using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Orchestrator.Actors.Scheduling;

/// <summary>
/// The scheduler of all three programs: one platform timer for each thing that is waited for. Akka's own turns a wheel a hundred times a second,
/// which an instrument's computer would pay for all day; this one sleeps until something is due. We have some dozen timers, not the many
/// thousands that a wheel is made for.
/// </summary>
public sealed class TimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    /// <summary>Configuration that selects it; to be put before all other.</summary>
    public const string Hocon = "akka.scheduler.implementation = \"Orchestrator.Actors.Scheduling.TimerScheduler, Orchestrator.Actors\"";

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ScheduledWork, byte> _waiting = new();
    private readonly long _started;
    private volatile bool _isOver;

    /// <summary>Called by Akka, by the name in its configuration.</summary>
    public TimerScheduler(Config config, ILoggingAdapter log)
        : this(config, log, TimeProvider.System)
    {
    }

    internal TimerScheduler(Config config, ILoggingAdapter log, TimeProvider time)
        : base(config, log)
    {
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => _time.GetElapsedTime(_started);

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => _time.GetElapsedTime(_started);

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    /// <summary>How much is waited for; what was done, cancelled or dropped doesn't count.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>Nothing becomes due any more.</summary>
    public void Dispose()
    {
        _isOver = true;
        foreach (var work in _waiting.Keys)
        {
            work.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(() => receiver.Tell(message, sender), delay, null, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(() => receiver.Tell(message, sender), initialDelay, interval, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(action, delay, null, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(action.Run, delay, null, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(action, initialDelay, interval, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(action.Run, initialDelay, interval, cancelable);

    private void Add(Action action, TimeSpan delay, TimeSpan? interval, ICancelable? cancelable)
    {
        if (cancelable is { IsCancellationRequested: true })
        {
            return;
        }

        var work = new ScheduledWork(action, interval is null, cancelable, Log, done => _waiting.TryRemove(done, out _));
        _waiting.TryAdd(work, 0);
        work.Start(_time, delay, interval ?? Timeout.InfiniteTimeSpan);
        if (_isOver)
        {
            work.Dispose();
        }
    }
}
