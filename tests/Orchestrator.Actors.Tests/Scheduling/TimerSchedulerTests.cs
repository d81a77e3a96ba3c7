using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Scheduling;

namespace Orchestrator.Actors.Tests.Scheduling;

public sealed class TimerSchedulerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly TimerScheduler _scheduler;
    private int _done;

    public TimerSchedulerTests() => _scheduler = new TimerScheduler(Config.Empty, NoLogger.Instance, _time);

    public void Dispose() => _scheduler.Dispose();

    [Fact]
    public void What_is_due_once_is_done_once_and_not_before_its_time()
    {
        Scheduler.ScheduleOnce(Second, Do);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, _done);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _done);
        _time.Advance(10 * Second);
        Assert.Equal(1, _done);
        Assert.Equal(0, _scheduler.Waiting);
    }

    [Fact]
    public void What_is_due_again_and_again_is_done_until_it_is_cancelled()
    {
        using var cancelable = new Cancelable(Scheduler);
        Scheduler.ScheduleRepeatedly(Second, 2 * Second, Do, cancelable);
        _time.Advance(Second);
        _time.Advance(2 * Second);
        _time.Advance(2 * Second);
        Assert.Equal(3, _done);
        cancelable.Cancel();
        _time.Advance(10 * Second);
        Assert.Equal(3, _done);
        Assert.Equal(0, _scheduler.Waiting);
    }

    [Fact]
    public void What_was_cancelled_before_is_never_done()
    {
        Scheduler.ScheduleOnce(Second, Do, Cancelable.CreateCanceled());
        using var late = new Cancelable(Scheduler);
        Scheduler.ScheduleOnce(Second, Do, late);
        late.Cancel();
        _time.Advance(10 * Second);
        Assert.Equal(0, _done);
        Assert.Equal(0, _scheduler.Waiting);
    }

    [Fact]
    public void One_failure_stops_neither_the_next_turn_nor_the_others()
    {
        Scheduler.ScheduleRepeatedly(Second, Second, () =>
        {
            Do();
            throw new InvalidOperationException("broken");
        });
        Scheduler.ScheduleOnce(2 * Second, Do);
        _time.Advance(Second);
        _time.Advance(Second);
        Assert.Equal(3, _done);
    }

    [Fact]
    public void Nothing_is_done_after_the_end()
    {
        Scheduler.ScheduleOnce(Second, Do);
        _scheduler.Dispose();
        Scheduler.ScheduleOnce(Second, Do);
        _time.Advance(10 * Second);
        Assert.Equal(0, _done);
        Assert.Equal(0, _scheduler.Waiting);
    }

    [Fact]
    public async Task An_actor_system_takes_it_by_its_name_and_tells_what_is_due()
    {
        using var system = ActorSystem.Create("scheduling", ConfigurationFactory.ParseString(TimerScheduler.Hocon + "\nakka.loglevel = OFF\nakka.stdout-loglevel = OFF"));
        Assert.IsType<TimerScheduler>(system.Scheduler);
        var told = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = system.ActorOf(Props.Create(() => new Listener(told)));
        system.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(1), actor, "due", ActorRefs.NoSender);
        Assert.Equal("due", await told.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private IAdvancedScheduler Scheduler => ((IScheduler)_scheduler).Advanced;

    private void Do() => _done++;

    private sealed class Listener(TaskCompletionSource<object> told) : UntypedActor
    {
        protected override void OnReceive(object message) => told.TrySetResult(message);
    }
}
