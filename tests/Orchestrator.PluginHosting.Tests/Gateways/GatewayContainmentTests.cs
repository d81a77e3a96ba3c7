using Microsoft.Extensions.Time.Testing;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.Gateways;

/// <summary>What a call does at its edges, to the host and to the circuit.</summary>
public sealed class GatewayContainmentTests : IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider time = new();
    private readonly CancellationTokenSource generation = new();
    private readonly PluginHosting.Containment containment;
    private readonly PluginGateway gateway;
    private readonly List<PluginFault> opened = [];

    public GatewayContainmentTests()
    {
        containment = PluginHosting.Containment.Of(new GenerationId("stub", new Version(1, 0, 0), 1), time, opened.Add, () => { });
        gateway = new PluginGateway(containment, time, generation.Token);
    }

    public void Dispose() => generation.Dispose();

    [Fact]
    public async Task What_a_plugin_does_when_it_is_told_to_end_reaches_nobody_who_tells_it()
    {
        using var stop = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        var calls = new[] { await ThrowingAsync(stop.Token), await ThrowingAsync(default), await BlockingAsync(gate, stop.Token) };

        await stop.CancelAsync();
        await generation.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[0].End.WaitAsync(SlotWorld.Patience))).CancellationToken);
        Assert.Equal(PluginFaultKind.Closed, (await Assert.ThrowsAsync<PluginFaultException>(() => calls[1].End.WaitAsync(SlotWorld.Patience))).Fault.Kind);
        await Assert.ThrowsAsync<PluginFaultException>(() => AdvanceAsync(calls[2].End));
        Assert.True(gateway.Hung);
        gate.Set();
    }

    [Fact]
    public async Task A_budget_that_ends_in_a_plugin_that_throws_at_that_is_a_fault_and_no_crash()
    {
        var call = await ThrowingAsync(default);
        time.Advance(Budget);

        Assert.Equal(PluginFaultKind.OverBudget, (await Assert.ThrowsAsync<PluginFaultException>(() => call.End.WaitAsync(SlotWorld.Patience))).Fault.Kind);
    }

    [Fact]
    public async Task An_exception_whose_message_throws_is_described_without_it()
    {
        var fault = await Assert.ThrowsAsync<PluginFaultException>(async () => await CallAsync(_ => throw new MuteException()));

        Assert.Equal("MuteException: its message can't be read", fault.Fault.Detail);
    }

    [Fact]
    public async Task What_a_stranger_may_have_caused_opens_nothing()
    {
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<PluginFaultException>(async () => await gateway.CallAsync<int>("Accept", Budget, _ => throw new IOException("rude"), default, forStranger: true));
        Assert.Empty(opened);

        await FailAsync(5);
        Assert.Single(opened);
    }

    [Fact]
    public async Task A_call_that_nobody_wants_any_more_doesnt_use_up_the_one_that_is_let_through()
    {
        await FailAsync(5);
        time.Advance(TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gateway.CallAsync("Call", Budget, _ => ValueTask.FromResult(1), stop.Token));
        await Assert.ThrowsAsync<PluginFaultException>(async () => await gateway.CallAsync<int>("Accept", Budget, _ => throw new IOException("rude"), default, forStranger: true));

        Assert.Equal(1, await CallAsync(_ => ValueTask.FromResult(1)));
        Assert.Null(containment.Circuit.Cause);
    }

    [Fact]
    public async Task A_bad_answer_to_the_one_that_is_let_through_keeps_it_open()
    {
        await FailAsync(5);
        time.Advance(TimeSpan.FromSeconds(30));

        var fault = await Assert.ThrowsAsync<PluginFaultException>(async () => await gateway.CallAsync("Call", Budget, _ => ValueTask.FromResult(1), default, _ => "one isn't allowed"));

        Assert.Equal((PluginFaultKind.BadAnswer, "one isn't allowed"), (fault.Fault.Kind, fault.Fault.Detail));
        Assert.Equal(PluginFaultKind.CircuitOpen, (await Assert.ThrowsAsync<PluginFaultException>(async () => await CallAsync(_ => ValueTask.FromResult(1)))).Fault.Kind);
    }

    private Task<Running> ThrowingAsync(CancellationToken cancellationToken) => BeginAsync(() => throw new MuteException(), hearsIt: true, cancellationToken);

    private Task<Running> BlockingAsync(ManualResetEventSlim gate, CancellationToken cancellationToken) => BeginAsync(gate.Wait, hearsIt: false, cancellationToken);

    /// <summary>A call under way, whose plugin has said what to do when it is told to end.</summary>
    private async Task<Running> BeginAsync(Action whenTold, bool hearsIt, CancellationToken cancellationToken)
    {
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = CallAsync(
            async token =>
            {
                await using var registration = token.Register(whenTold);
                registered.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, hearsIt ? token : CancellationToken.None);
                return 0;
            },
            cancellationToken).AsTask();
        await registered.Task.WaitAsync(SlotWorld.Patience, CancellationToken.None);
        return new Running(end);
    }

    private ValueTask<int> CallAsync(Func<CancellationToken, ValueTask<int>> call, CancellationToken cancellationToken = default) => gateway.CallAsync("Call", Budget, call, cancellationToken);

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
            await Assert.ThrowsAsync<PluginFaultException>(async () => await CallAsync(_ => throw new IOException("fault")));
    }

    private async Task AdvanceAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await task;
    }

    private sealed record Running(Task<int> End);

    private sealed class MuteException : Exception
    {
        public override string Message => throw new InvalidOperationException("no");
    }
}
