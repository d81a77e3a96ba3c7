using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.PluginHosting.Tests.Events;

/// <summary>A plugin that flaps doesn't fill a log, and what a person asked for is never left out.</summary>
public sealed class RecordBudgetTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _written = [];
    private readonly RecordBudget<string> _budget;

    public RecordBudgetTests() => _budget = new RecordBudget<string>(_time, _written.Add);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public void What_is_over_the_budget_is_counted_and_the_last_of_it_is_written_when_the_time_is_over()
    {
        for (var i = 0; i < RecordBudget<string>.Records + 7; i++)
            Spend("capture.one", $"event {i}");
        Assert.Equal(RecordBudget<string>.Records, _written.Count);

        _time.Advance(RecordBudget<string>.Window);
        Spend("capture.one", "later");

        Assert.Equal(["event 26, 6 left out", "later, 0 left out"], _written.Skip(RecordBudget<string>.Records));
    }

    [Fact]
    public void The_same_thing_again_is_nothing_new()
    {
        Spend("capture.one", "failed");
        Spend("capture.one", "failed");
        Spend("capture.two", "failed");

        Assert.Equal(2, _written.Count);
    }

    [Fact]
    public void What_a_person_asked_for_is_always_written_after_what_waits()
    {
        for (var i = 0; i < RecordBudget<string>.Records + 3; i++)
            Spend("capture.one", $"event {i}");

        for (var i = 0; i < 2; i++)
            Spend("capture.one", "activated", isAsked: true);

        Assert.Equal(["event 22, 2 left out", "activated, 0 left out", "activated, 0 left out"], _written.Skip(RecordBudget<string>.Records));
    }

    [Fact]
    public void One_plugin_does_not_use_up_what_another_may_cause()
    {
        for (var i = 0; i < RecordBudget<string>.Records * 2; i++)
            Spend("capture.one", $"event {i}");

        Spend("capture.two", "failed");

        Assert.Equal("failed, 0 left out", _written[^1]);
    }

    [Fact]
    public void The_end_writes_what_waits()
    {
        for (var i = 0; i < RecordBudget<string>.Records + 2; i++)
            Spend("capture.one", $"event {i}");

        _budget.Dispose();

        Assert.Equal("event 21, 1 left out", _written[^1]);
    }

    private void Spend(string plugin, string what, bool isAsked = false) => _budget.Spend(plugin, what, isAsked, leftOut => $"{what}, {leftOut} left out");
}
