using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Plugins;
using Orchestrator.Domain;
using static Orchestrator.Domain.PluginObservations;

namespace Orchestrator.Broker.Tests.Plugins;

/// <summary>A plugin that never settles costs a bounded number of records, and the log still ends with how things are.</summary>
public sealed class RecordBudgetTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<PluginFacts> _written = [];
    private readonly RecordBudget _budget;

    public RecordBudgetTests() => _budget = new RecordBudget(_time, observation => _written.Add(((PluginObservation)observation).About));

    public void Dispose() => _budget.Dispose();

    [Fact]
    public void What_is_over_the_budget_is_counted_and_the_last_of_it_is_written_when_the_time_is_over()
    {
        Spend("audit.file", 1, 100);
        Assert.Equal(Enumerable.Range(1, RecordBudget.Records), Generations());

        _time.Advance(RecordBudget.Window);

        Assert.Equal((100, 100 - RecordBudget.Records - 1), (_written[^1].Generation, _written[^1].LeftOut));
    }

    [Fact]
    public void A_day_of_flapping_is_bounded()
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            Spend("audit.file", minute * 60, 60);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _budget.Dispose();
        Assert.InRange(_written.Count, 1, 3000);
        Assert.Equal(24 * 60 * 60, _written.Count + _written.Sum(facts => facts.LeftOut));
    }

    [Fact]
    public void The_same_thing_again_is_no_record()
    {
        _budget.Spend("audit.file", "refused", Record(1));
        _budget.Spend("audit.file", "refused", Record(2));
        _budget.Spend("audit.file", "activated", Record(3));
        _budget.Spend("audit.file", "refused", Record(4));

        Assert.Equal([1, 3, 4], Generations());
    }

    [Fact]
    public void One_plugin_doesnt_use_up_what_another_one_has()
    {
        Spend("audit.file", 1, 100);
        Spend("audit.sqlite", 1000, 1);

        Assert.Equal(1000, Generations()[^1]);
    }

    [Fact]
    public void What_waits_is_written_at_the_end()
    {
        Spend("audit.file", 1, RecordBudget.Records + 2);
        _budget.Dispose();

        Assert.Equal((RecordBudget.Records + 2, 1), (_written[^1].Generation, _written[^1].LeftOut));
    }

    private List<int> Generations() => [.. _written.Select(facts => facts.Generation)];

    private void Spend(string plugin, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _budget.Spend(plugin, (plugin, first + i), Record(first + i));
        }
    }

    private static Func<int, BrokerObservation> Record(int generation) =>
        leftOut => new PluginMalfunctioning(new PluginFacts("audit.file", "1.0.0", generation, "", "", "It failed.", null, leftOut));
}
