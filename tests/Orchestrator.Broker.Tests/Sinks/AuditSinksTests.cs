using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>What rests on a record waits for the required sinks, and for no other.</summary>
public sealed class AuditSinksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_required_sink_is_waited_for()
    {
        var sinks = Create(isRequired: true);
        sinks.All[0].Confirm(4);

        var waiting = sinks.ConfirmAsync(5, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        sinks.All[0].Confirm(5);

        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_required_sink_that_doesnt_confirm_in_time_is_named()
    {
        var sinks = Create(isRequired: true);

        var waiting = sinks.ConfirmAsync(5, CancellationToken.None);
        _time.Advance(AuditSinks.Budget);

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Patience));
        Assert.Equal("The required audit sink audit.file didn't confirm record 4 within 10 s.", failure.Message);
    }

    [Fact]
    public async Task An_optional_sink_is_woken_and_not_waited_for()
    {
        var sinks = Create(isRequired: false);

        sinks.Wake();
        await sinks.ConfirmAsync(5, CancellationToken.None).WaitAsync(Patience);

        Assert.True(await sinks.All[0].WokenAsync(CancellationToken.None).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Before_it_begins_and_after_it_ends_nothing_waits()
    {
        var sinks = new AuditSinks([new AuditSinkSetting("audit.file", true)], _time);
        await sinks.ConfirmAsync(5, CancellationToken.None).WaitAsync(Patience);

        sinks.Begin();
        sinks.End();
        await sinks.ConfirmAsync(6, CancellationToken.None).WaitAsync(Patience);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public async Task A_required_sink_that_is_added_counts_from_the_moment_it_has_everything()
    {
        var sinks = Create(isRequired: false);
        var added = sinks.Add(new AuditSinkSetting("audit.sqlite", true));
        await sinks.ConfirmAsync(5, CancellationToken.None).WaitAsync(Patience);

        added.Confirm(5);
        added.HasEverything();

        Assert.False(sinks.ConfirmAsync(6, CancellationToken.None).IsCompleted);
        await sinks.ConfirmAsync(5, CancellationToken.None).WaitAsync(Patience);
    }

    [Fact]
    public void A_sink_can_become_required_and_then_neither_stops_to_be_so_nor_goes()
    {
        var sinks = Create(isRequired: false);
        sinks.All[0].Require();
        Assert.False(sinks.All[0].Counts);

        sinks.All[0].HasEverything();
        sinks.Remove("audit.file");

        Assert.True(Assert.Single(sinks.All).Counts);
    }

    [Fact]
    public void A_sink_that_cant_confirm_durability_never_becomes_required()
    {
        var sink = Create(isRequired: false).All[0];
        sink.ConfirmsDurability = false;

        Assert.False(sink.Require());
        sink.HasEverything();

        Assert.False(sink.IsRequired || sink.Counts);
    }

    [Fact]
    public async Task A_sink_is_fed_by_one_feed_at_a_time()
    {
        var sink = Create(isRequired: false).All[0];
        var first = await sink.TurnAsync(CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var second = sink.TurnAsync(impatient.Token);
        var third = sink.TurnAsync(CancellationToken.None);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Dispose();

        (await third.WaitAsync(Patience)).Dispose();
    }

    private AuditSinks Create(bool isRequired)
    {
        var sinks = new AuditSinks([new AuditSinkSetting("audit.file", isRequired)], _time);
        sinks.Begin();
        return sinks;
    }
}
