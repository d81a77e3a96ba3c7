using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.PluginHosting.Tests.Containment;

/// <summary>Five faults in 30 s open it; after 30 s one call is let through, and it alone decides; a hang opens it for good.</summary>
public sealed class CircuitTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider time = new();
    private readonly List<string> told = [];
    private readonly Circuit circuit;

    public CircuitTests() => circuit = new Circuit(time, fault => told.Add(fault.Detail), () => told.Add("closed again"));

    [Fact]
    public void Five_faults_open_it_and_the_fifth_is_told()
    {
        Fail(4);
        Assert.True(MayCall(out _));
        Fail(1);

        Assert.False(MayCall(out _));
        Assert.Equal("fault", circuit.Cause?.Detail);
        Assert.Equal(["fault"], told);
    }

    [Fact]
    public void Faults_that_are_far_apart_dont_add_up()
    {
        for (var i = 0; i < 20; i++)
        {
            Fail(1);
            time.Advance(TimeSpan.FromSeconds(7.6));
        }

        Assert.True(MayCall(out _));
        Assert.Empty(told);
    }

    [Fact]
    public void After_the_pause_one_call_is_let_through_and_closes_it()
    {
        Fail(5);
        time.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.False(MayCall(out _));
        time.Advance(TimeSpan.FromTicks(1));

        Assert.True(MayCall(out var trial));
        Assert.NotNull(trial);
        Assert.False(MayCall(out _));
        circuit.Passed(trial);

        Assert.True(MayCall(out var none));
        Assert.Null(none);
        Assert.Equal(["fault", "closed again"], told);
        Fail(4);
        Assert.True(MayCall(out _));
    }

    [Fact]
    public void A_trial_that_fails_begins_another_pause()
    {
        Fail(5);
        time.Advance(Pause);
        Assert.True(MayCall(out var trial));
        circuit.Failed(trial, Fault());

        time.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.False(MayCall(out _));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.True(MayCall(out _));
        Assert.Equal(["fault"], told);
    }

    [Fact]
    public void Calls_that_began_before_decide_nothing_while_one_is_tried()
    {
        Fail(5);
        time.Advance(Pause);
        Assert.True(MayCall(out var trial));

        circuit.Passed(null);
        circuit.Withdrawn(null);
        circuit.Failed(null, Fault());

        Assert.False(MayCall(out _));
        circuit.Passed(trial);
        Assert.True(MayCall(out _));
    }

    [Fact]
    public void A_trial_that_was_taken_back_makes_room_for_the_next()
    {
        Fail(5);
        time.Advance(Pause);
        Assert.True(MayCall(out var trial));
        circuit.Withdrawn(trial);

        Assert.True(MayCall(out var next));
        circuit.Withdrawn(trial);
        circuit.Passed(trial);
        Assert.False(MayCall(out _));
        circuit.Passed(next);
        Assert.True(MayCall(out _));
    }

    [Fact]
    public void A_call_without_an_end_of_its_own_is_never_the_one()
    {
        Fail(5);
        time.Advance(Pause);

        Assert.False(circuit.MayCall(mayTry: false, out _));
        Assert.True(MayCall(out _));
    }

    [Fact]
    public void A_hang_opens_it_for_good_also_while_another_is_tried()
    {
        Fail(5);
        time.Advance(Pause);
        Assert.True(MayCall(out var trial));
        circuit.Failed(null, Fault() with { Kind = PluginFaultKind.Hung, Detail = "hangs" });
        circuit.Passed(trial);

        time.Advance(TimeSpan.FromHours(1));
        Assert.False(MayCall(out _));
        Assert.Equal("hangs", circuit.Cause?.Detail);
    }

    private bool MayCall(out Trial? trial) => circuit.MayCall(mayTry: true, out trial);

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            circuit.Failed(null, Fault());
    }

    private static PluginFault Fault() => new("p 1.0.0", "Call", PluginFaultKind.Threw, "fault");
}
