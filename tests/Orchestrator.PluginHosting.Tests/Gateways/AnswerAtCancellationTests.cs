namespace Orchestrator.PluginHosting.Tests.Gateways;

/// <summary>A plugin's answer and the caller's cancellation may come in the same moment.</summary>
public sealed class AnswerAtCancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly PluginCall<TaskCompletionSource<int>, int> Call = new("Member", static (answer, _) => new ValueTask<int>(answer.Task)) { OnCaller = true };

    private readonly PluginGateway gateway = new(
        PluginHosting.Containment.Of(new GenerationId("stub", new Version(1, 0, 0), 1), TimeProvider.System, _ => { }, () => { }), TimeProvider.System, default);

    [Fact]
    public async Task An_answer_that_comes_while_the_call_is_cancelled_is_kept()
    {
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource<int>();

        // Callbacks of a cancellation run in the reverse of their order: the gateway hears of it first, then the answer comes.
        await using var late = stop.Token.Register(() => answer.SetResult(7));
        var calling = gateway.CallAsync(Call, answer, Patience, stop.Token).AsTask();

        CancelOnThreadOfItsOwn(stop);

        Assert.Equal(7, await calling.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_call_that_ends_by_its_cancellation_stays_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource<int>();
        await using var late = stop.Token.Register(() => answer.SetCanceled(stop.Token));
        var calling = gateway.CallAsync(Call, answer, Patience, stop.Token).AsTask();

        CancelOnThreadOfItsOwn(stop);

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.WaitAsync(Patience))).CancellationToken);
    }

    /// <summary>On a thread with a context of its own nothing that was waiting goes on inside the cancellation: the gateway looks once both have happened.</summary>
    private static void CancelOnThreadOfItsOwn(CancellationTokenSource stop)
    {
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new OwnContext());
            stop.Cancel();
        });
        thread.Start();
        thread.Join();
    }

    private sealed class OwnContext : SynchronizationContext;
}
