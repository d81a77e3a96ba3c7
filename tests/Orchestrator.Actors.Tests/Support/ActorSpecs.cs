using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>
/// Actors under virtual time: Akka's timers and every clock move only when a spec says so. Messages between actors are serialised, so that none
/// carries what couldn't leave the process without saying so.
/// </summary>
public abstract class ActorSpecs() : TestKit(Configuration)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Configuration = """
        akka {
          loglevel = WARNING
          actor.serialize-messages = on
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          test.single-expect-default = 60s
        }
        """;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public World World { get; } = new();

    /// <summary>Moves both clocks, step by step; after each step the actor has dealt with what came of it.</summary>
    public async Task AdvanceAsync(IActorRef actor, TimeSpan span, TimeSpan? step = null)
    {
        var by = step ?? TimeSpan.FromMilliseconds(500);
        for (var moved = TimeSpan.Zero; moved < span; moved += by)
        {
            Time.Advance(by);
            ((TestScheduler)Sys.Scheduler).Advance(by);
            await SettleAsync(actor);
        }
    }

    /// <summary>
    /// Moves both clocks, step by step, until the actor is gone: for an end in which timers wait for writing that takes real time, however long.
    /// </summary>
    public async Task AdvanceUntilStoppedAsync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        probe.Watch(actor);
        using var limit = new CancellationTokenSource(Patience);
        while (await probe.ReceiveOneAsync(TimeSpan.FromMilliseconds(20)) is not Terminated)
        {
            Assert.False(limit.IsCancellationRequested, $"{actor} didn't stop.");
            await AdvanceAsync(actor, TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Returns when the actor has dealt with everything it was told before; at once when it is dead.</summary>
    public async Task SettleAsync(IActorRef actor)
    {
        // Twice: what it told itself meanwhile stands behind the first question.
        await actor.Ask<ActorIdentity>(new Identify(null), Patience);
        await actor.Ask<ActorIdentity>(new Identify(null), Patience);
    }

    /// <summary>Returns when the actor is gone.</summary>
    public async Task StoppedAsync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        probe.Watch(actor);
        await probe.ExpectTerminatedAsync(actor, Patience);
    }

    /// <summary>An actor by its path below <c>/user</c>.</summary>
    public Task<IActorRef> FindAsync(string path) => Sys.ActorSelection("/user/" + path).ResolveOne(Patience);
}

/// <summary>What the doubles have seen, in order, and a way to wait for it without polling.</summary>
public sealed class World
{
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];
    private TaskCompletionSource _changed = New();

    /// <summary>What happened so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Something happened at a double.</summary>
    public void Note(string what)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _log.Add(what);
            changed = _changed;
            _changed = New();
        }

        changed.TrySetResult();
    }

    /// <summary>Waits until something is so; looks again after each note.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(ActorSpecs.Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (isSo())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail("It didn't happen. What happened: " + string.Join("; ", Log));
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
