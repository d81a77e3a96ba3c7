using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class InputReceiverTests : IAsyncDisposable
{
    private readonly ChannelPair channel = new();
    private readonly FlowGate gate = new();
    private readonly LayoutClock layouts = new();
    private readonly CutTextProgress cutTexts = new();
    private readonly FakeTimeProvider time = new();
    private readonly RecordingInjector injector = new();
    private readonly CancellationTokenSource end = new();
    private readonly InputReceiver receiver;
    private readonly InputSender sender;
    private readonly Task<PumpEnd> running;
    private InputContext context = new(1, 0);

    public InputReceiverTests()
    {
        layouts.Next();
        receiver = new InputReceiver(_ => ValueTask.FromResult<IInputInjector>(injector), gate, layouts, cutTexts, time);
        sender = new InputSender(channel.Console, () => context);
        running = receiver.RunAsync(channel.Instrument, end.Token);
    }

    [Fact]
    public async Task Pointer_and_keys_arrive_in_order_from_one_thread()
    {
        gate.Open();
        for (var i = 0; i < 100; i++)
        {
            await sender.SendPointerAsync(i, 2 * i, i % 8, default);
            await sender.SendKeyAsync((uint)(0x61 + i), i % 2 == 0, 30, default);
        }

        await Soon.UntilAsync(() => receiver.Counters.Injected == 200);
        Assert.Equal(
            Enumerable.Range(0, 100).SelectMany(i => new[]
            {
                InputEvent.Pointer(i, 2 * i, i % 8), InputEvent.Key((uint)(0x61 + i), i % 2 == 0, 30),
            }),
            injector.Events);
        Assert.Single(injector.Threads);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task While_the_gate_is_shut_events_are_dropped_and_not_kept()
    {
        await sender.SendKeyAsync('a', true, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Of(InputOutcome.GateShut) == 1);
        gate.Open();
        await sender.SendKeyAsync('b', true, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Injected == 1);
        Assert.Equal([InputEvent.Key('b', true)], injector.Events);
    }

    [Fact]
    public async Task Shutting_the_gate_releases_every_key_and_button_at_once()
    {
        gate.Open();
        await sender.SendKeyAsync('a', true, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Injected == 1);
        gate.Shut();
        await injector.Released.Task.OrFail();
    }

    [Fact]
    public async Task The_end_of_the_channel_releases_and_closes_the_injector()
    {
        gate.Open();
        await sender.SendKeyAsync('a', true, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Injected == 1);
        await channel.Console.Output.CompleteAsync();
        Assert.Equal(PumpEndKind.ChannelEnded, (await running.OrFail()).Kind);
        Assert.True(injector.Released.Task.IsCompleted);
        Assert.True(injector.IsClosed);
    }

    [Fact]
    public async Task Pointer_events_for_an_older_layout_are_dropped_and_keys_are_not()
    {
        gate.Open();
        layouts.Next();
        await sender.SendPointerAsync(1, 1, 1, default);
        await sender.SendKeyAsync('a', true, 0, default);
        context = new(2, 0);
        await sender.SendPointerAsync(2, 2, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Injected == 2);
        Assert.Equal(1, receiver.Counters.Of(InputOutcome.StaleLayout));
        Assert.Equal([InputEvent.Key('a', true), InputEvent.Pointer(2, 2, 0)], injector.Events);
    }

    [Fact]
    public async Task A_key_waits_for_the_cut_text_that_was_sent_before_it()
    {
        gate.Open();
        context = new(1, 3);
        await sender.SendKeyAsync('v', true, 0, default);
        await Soon.UntilAsync(() => cutTexts.Waiting == 1);
        cutTexts.Advance(2);
        await Meanwhile.AnotherViewRunsAsync();
        Assert.Empty(injector.Events);
        cutTexts.Advance(3);
        await Soon.UntilAsync(() => receiver.Counters.Injected == 1);
    }

    [Fact]
    public async Task A_cut_text_that_never_comes_costs_one_event_and_not_the_channel()
    {
        gate.Open();
        context = new(1, 3);
        await sender.SendKeyAsync('v', true, 0, default);
        await sender.SendKeyAsync('w', true, 0, default);
        await Soon.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return receiver.Counters.Injected == 1;
        });
        Assert.Equal(1, receiver.Counters.Of(InputOutcome.CutTextMissing));
        Assert.Equal([InputEvent.Key('w', true)], injector.Events);
    }

    [Fact]
    public async Task What_waited_for_a_cut_text_over_a_pause_is_not_injected()
    {
        gate.Open();
        context = new(1, 1);
        await sender.SendKeyAsync('v', true, 0, default);
        await Soon.UntilAsync(() => cutTexts.Waiting == 1);
        gate.Shut();
        gate.Open();
        cutTexts.Advance(1);
        await Soon.UntilAsync(() => receiver.Counters.Of(InputOutcome.GateShut) == 1);
        Assert.Empty(injector.Events);
    }

    [Fact]
    public async Task An_injector_that_throws_is_opened_again_and_the_channel_lives()
    {
        gate.Open();
        injector.Failure = new InvalidOperationException("of the plugin");
        await sender.SendKeyAsync('a', true, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Of(InputOutcome.Unavailable) == 1);
        injector.Failure = null;
        time.Advance(TimeSpan.FromSeconds(2));
        await sender.SendKeyAsync('b', true, 0, default);
        await Soon.UntilAsync(() => receiver.Counters.Injected == 1);
    }

    [Fact]
    public async Task A_verb_of_another_channel_ends_this_one()
    {
        await channel.Console.Output.WriteAsync(Samples.Bytes(RfbVerb.ClientCutText));
        Assert.Equal(RfbFault.VerbNotAllowed, (await running.OrFail()).Fault);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running.OrFail();
        end.Dispose();
    }

    private sealed class RecordingInjector : IInputInjector
    {
        private readonly Lock sync = new();
        private readonly List<InputEvent> events = [];

        public IReadOnlyList<InputEvent> Events
        {
            get
            {
                lock (sync)
                    return [.. events];
            }
        }

        public HashSet<int> Threads { get; } = [];

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsClosed { get; private set; }

        public Exception? Failure { get; set; }

        public InjectResult Inject(in InputEvent input)
        {
            if (Failure is { } failure)
                throw failure;
            lock (sync)
            {
                events.Add(input);
                Threads.Add(Environment.CurrentManagedThreadId);
            }

            return InjectResult.Injected;
        }

        public void ReleaseAll() => Released.TrySetResult();

        public void Settle()
        {
        }

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return ValueTask.CompletedTask;
        }
    }
}
