using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Audit;

/// <summary>Cancellation while it writes, many records, several logs in turn.</summary>
public abstract partial class AuditSinkConformance
{
    private const int Rounds = 20;

    /// <summary>Whenever an append is cancelled: what is there of its batch are its first records, and the sink says how many.</summary>
    [SkippableFact]
    public async Task An_append_that_is_cancelled_meanwhile_leaves_no_gap_and_no_doubt()
    {
        var sink = await StartAsync();
        var durable = (int)await sink.OpenAsync(Log, default);
        for (var round = 0; round < Rounds; round++)
        {
            const int batch = 50;
            using var stop = new CancellationTokenSource();
            var append = Task.Run(async () => await sink.AppendAsync(Log, Entries(durable, batch), stop.Token));
            for (var turn = 0; turn < round * round; turn++)
                await Task.Yield();
            await stop.CancelAsync();
            var problem = await Record.ExceptionAsync(() => append.WaitAsync(Budgets.AfterCancellation));

            Assert.True(problem is null or OperationCanceledException, $"round {round}: {problem}");
            var next = (int)await sink.OpenAsync(Log, default);
            Assert.InRange(next, durable, durable + batch);
            Assert.True(problem is not null || next == durable + batch, "it confirmed what isn't there");
            durable = next;
        }

        Assert.Equal(durable + 1, await sink.AppendAsync(Log, Entries(durable, 1), default));
        await AssertHasAsync(durable + 1);
    }

    /// <summary>What a host sends after a sink was away: much at once, within the budget.</summary>
    [SkippableFact]
    public async Task A_large_batch_is_taken_within_the_budget()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);

        Assert.Equal(2000, await sink.AppendAsync(Log, Entries(0, 2000), default).AsTask().WaitAsync(Budgets.Sink));

        Assert.Equal(Lines(0, 2000), await ReadLinesAsync(Log));
    }

    /// <summary>A broker's log and those of many runs go to one sink, in turn.</summary>
    [SkippableFact]
    public async Task Several_logs_in_turn_do_not_mix()
    {
        var sink = await StartAsync();
        string[] logs = ["run/1", "run/2", "broker"];
        foreach (var log in logs)
            Assert.Equal(0, await sink.OpenAsync(log, default));
        for (var round = 0; round < 4; round++)
        {
            for (var log = 0; log < logs.Length; log++)
                Assert.Equal((round + 1) * (log + 1), await sink.AppendAsync(logs[log], Entries(round * (log + 1), log + 1), default));
        }

        for (var log = 0; log < logs.Length; log++)
            Assert.Equal(Lines(0, 4 * (log + 1)), await ReadLinesAsync(logs[log]));
    }

    /// <summary>Disposal may come while a call runs whose token was cancelled; what was confirmed before is there.</summary>
    [SkippableFact]
    public async Task Disposal_while_an_append_runs_loses_nothing_that_was_confirmed()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await sink.AppendAsync(Log, Entries(0, 5), default);
        using var stop = new CancellationTokenSource();
        var append = Task.Run(async () => await sink.AppendAsync(Log, Entries(5, 500), stop.Token));
        await stop.CancelAsync();

        await sink.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);
        var problem = await Record.ExceptionAsync(() => append.WaitAsync(Budgets.AfterCancellation));
        Assert.True(problem is not TimeoutException, "the append still runs");

        var next = (int)await (await StartAsync()).OpenAsync(Log, default);
        Assert.InRange(next, 5, 505);
        Assert.True(problem is not null || next == 505, "it confirmed what isn't there");
        await AssertHasAsync(next);
    }

    // A place that is far away may have taken more than it could confirm; what is there has no gap and no double.
    private async Task AssertHasAsync(int confirmed)
    {
        var lines = await ReadLinesAsync(Log);
        Assert.True(lines.Count >= confirmed, $"{confirmed} records were confirmed, and {lines.Count} are there");
        Assert.Equal(Lines(0, lines.Count), lines);
    }
}
