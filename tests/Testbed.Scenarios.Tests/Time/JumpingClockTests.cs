using Microsoft.Extensions.Time.Testing;
using Orchestrator.Testbed.SimulatedNetwork.Time;

namespace Orchestrator.Testbed.Scenarios.Tests.Time;

/// <summary>A clock that jumps makes waiting short and skips nothing.</summary>
public sealed class JumpingClockTests
{
    private readonly FakeTimeProvider _real = new();

    [Fact]
    public void It_goes_like_the_real_one()
    {
        using var clock = new JumpingClock(_real);
        var rang = 0;
        using var timer = clock.CreateTimer(_ => rang++, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, rang);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, rang);
        Assert.Equal(TimeSpan.Zero, clock.Ahead);
    }

    [Fact]
    public void Jumps_ring_timers_one_after_the_other_in_the_order_of_their_moments()
    {
        using var clock = new JumpingClock(_real);
        var rang = new List<string>();
        using var late = clock.CreateTimer(_ => rang.Add("late"), null, TimeSpan.FromSeconds(8), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => rang.Add("early"), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);

        Assert.True(clock.Jump(TimeSpan.FromSeconds(60)));
        Assert.Equal(["early"], rang);
        Assert.Equal(TimeSpan.FromSeconds(5), clock.Ahead);
        Assert.True(clock.Jump(TimeSpan.FromSeconds(60)));
        Assert.Equal(["early", "late"], rang);
        Assert.Equal(TimeSpan.FromSeconds(8), clock.Ahead);
        Assert.False(clock.Jump(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_timer_that_was_stopped_or_changed_doesnt_ring_at_its_old_moment()
    {
        using var clock = new JumpingClock(_real);
        var rang = 0;
        var stopped = clock.CreateTimer(_ => rang++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var changed = clock.CreateTimer(_ => rang += 10, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        stopped.Dispose();
        changed.Change(TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);

        Assert.True(clock.Jump(TimeSpan.FromSeconds(60)));
        Assert.Equal(10, rang);
        Assert.Equal(TimeSpan.FromSeconds(30), clock.Ahead);
    }

    [Fact]
    public void A_periodic_timer_rings_at_each_of_its_moments()
    {
        using var clock = new JumpingClock(_real);
        var moments = new List<TimeSpan>();
        using var timer = clock.CreateTimer(_ => moments.Add(clock.Ahead), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        for (var i = 0; i < 3; i++)
            Assert.True(clock.Jump(TimeSpan.FromSeconds(60)));

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)], moments);
    }

    [Fact]
    public void What_is_too_far_away_isnt_jumped_to()
    {
        using var clock = new JumpingClock(_real);
        using var timer = clock.CreateTimer(_ => { }, null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);

        Assert.False(clock.Jump(TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.Zero, clock.Ahead);
    }
}
