using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Plugins;

namespace Orchestrator.Actors.Tests.Plugins;

public sealed class RestartPlanTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RestartPlan _plan;

    public RestartPlanTests() => _plan = new RestartPlan(PluginRestarts.Default, _time);

    [Fact]
    public void Waits_double_up_to_half_a_minute_and_end_at_the_limit()
    {
        Assert.Equal([1, 2, 4, 8, 16, 30, null], Enumerable.Range(0, 7).Select(_ => _plan.Next("a")?.TotalSeconds));
        Assert.Equal(1, _plan.Next("b")?.TotalSeconds);
        Assert.Null(_plan.Next("a"));
    }

    [Fact]
    public void One_that_was_sound_for_five_minutes_or_that_a_person_took_over_begins_anew()
    {
        _plan.Next("a");
        _plan.Next("a");
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal(4, _plan.Next("a")?.TotalSeconds);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _plan.Next("a")?.TotalSeconds);

        _plan.Next("a");
        _plan.Forget("a");
        Assert.Equal(1, _plan.Next("a")?.TotalSeconds);
    }
}
