namespace Orchestrator.Plugins.Conformance.Audit;

/// <summary>The place that records go to is full or gone, and comes back.</summary>
public abstract partial class AuditSinkConformance
{
    /// <summary>
    /// Takes the sink's place away as it can happen: a full disk, a server that is gone. Disposing what comes back gives it back. Null where it
    /// can't be done here; the spec is then skipped.
    /// </summary>
    protected virtual Task<IAsyncDisposable?> BreakPlaceAsync() => Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>Nothing is confirmed that isn't durable, the people read why, and nothing is lost or doubled afterwards.</summary>
    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_place_that_is_full_or_gone_confirms_nothing_and_goes_on_when_it_is_back()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await sink.AppendAsync(Log, Entries(0, 3), default);
        var broken = await BreakPlaceAsync();
        Skip.If(broken is null, "this sink's place can't be taken away here");

        await using (broken)
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var problem = await Record.ExceptionAsync(() => Task.Run(async () => await sink.AppendAsync(Log, Entries(3, 1000), default)).WaitAsync(Budgets.Sink));
                Assert.NotNull(problem);
                Assert.True(problem is not TimeoutException and not OperationCanceledException, "it didn't fail within its budget");
                Assert.NotEmpty(problem.Message);
            }
        }

        // A host starts a sink anew that failed, and offers what the sink says that it hasn't.
        await sink.DisposeAsync();
        var again = await StartAsync();
        var durable = (int)await again.OpenAsync(Log, default);
        Assert.InRange(durable, 3, 1003);
        Assert.Equal(1003, await again.AppendAsync(Log, Entries(durable, 1003 - durable), default));
        Assert.Equal(Lines(0, 1003), await ReadLinesAsync(Log));
    }
}
