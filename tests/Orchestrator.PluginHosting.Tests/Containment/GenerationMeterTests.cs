using System.Runtime.CompilerServices;

namespace Orchestrator.PluginHosting.Tests.Containment;

/// <summary>What a plugin allocates is counted wherever its work goes on, and what the host allocates isn't.</summary>
public sealed class GenerationMeterTests
{
    private const int Size = 8 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly GenerationMeter meter = new();

    [Fact]
    public void Inside_is_counted_and_outside_isnt()
    {
        Allocate();
        Visit(meter, Allocate);
        Allocate();

        AssertCounted(meter, 1);
    }

    [Fact]
    public void Within_another_each_is_counted_to_its_own()
    {
        var other = new GenerationMeter();

        Visit(meter, () =>
        {
            Allocate();
            Visit(other, () =>
            {
                Allocate();
                Visit(other, Allocate);
            });
            Allocate();
        });

        AssertCounted(meter, 2);
        AssertCounted(other, 2);
    }

    [Fact]
    public async Task It_follows_awaits_tasks_and_timers()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task waiting = Task.CompletedTask;
        Timer timer = null!;
        Visit(meter, () =>
        {
            waiting = Task.WhenAll(LaterAsync(), Task.Run(Allocate));
            timer = new Timer(_ =>
            {
                Allocate();
                done.SetResult();
            }, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        });

        await waiting.WaitAsync(Patience);
        await done.Task.WaitAsync(Patience);
        await UntilAsync(() => meter.Allocated >= 3L * Size);
        AssertCounted(meter, 3);
        await timer.DisposeAsync();
    }

    [Fact]
    public async Task It_follows_a_thread_and_names_it_while_it_runs()
    {
        using var gate = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = null!;
        Visit(meter, () =>
        {
            thread = new Thread(() =>
            {
                Allocate();
                begun.SetResult();
                gate.Wait();
            }) { Name = "grabber" };
            thread.Start();
        });

        await begun.Task.WaitAsync(Patience);
        Assert.Equal(["grabber"], meter.RunningThreads);
        gate.Set();
        thread.Join();

        Assert.Empty(meter.RunningThreads);
        AssertCounted(meter, 1);
    }

    [Fact]
    public void What_a_plugin_puts_into_the_context_is_gone_afterwards()
    {
        var own = new AsyncLocal<object?>();
        var hosts = new AsyncLocal<string?> { Value = "host" };

        Visit(meter, () => (own.Value, hosts.Value) = (new object(), "plugin"));

        Assert.Null(own.Value);
        Assert.Equal("host", hosts.Value);
    }

    [Fact]
    public void It_works_where_the_context_doesnt_flow()
    {
        using (ExecutionContext.SuppressFlow())
            Visit(meter, Allocate);
        Allocate();

        AssertCounted(meter, 1);
    }

    private static void Visit(GenerationMeter meter, Action action)
    {
        using var visit = meter.Enter();
        action();
    }

    private static async Task LaterAsync()
    {
        await Task.Yield();
        Allocate();
    }

    private static void AssertCounted(GenerationMeter meter, int times) => Assert.InRange(meter.Allocated, (long)times * Size, (times * (long)Size) + (Size / 2));

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate() => GC.KeepAlive(new byte[Size]);
}
