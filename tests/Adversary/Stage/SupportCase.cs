using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// One support case: a real instrument's end and a real console's end, the middle between them, and the cables. Every clock moves only when the case
/// says so.
/// </summary>
internal sealed class SupportCase : IAsyncDisposable
{
    private const string Configuration = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        }
        """;

    private readonly ActorSystem _system = ActorSystem.Create("case", ConfigurationFactory.ParseString(Configuration));

    public SupportCase() => Middle = new Middle(World, Time);

    public World World { get; } = new();

    public FakeTimeProvider Time { get; } = new(Vendor.Now);

    public Middle Middle { get; }

    public Cable InstrumentCable { get; } = new();

    public Cable ConsoleCable { get; } = new();

    public AttackedInstrument Instrument { get; private set; } = null!;

    public AttackedConsole Console { get; private set; } = null!;

    /// <summary>Registered; nobody has joined.</summary>
    public static async Task<SupportCase> WaitingAsync(IChannelPumps? pumps = null)
    {
        var it = new SupportCase();
        await it.DialAsync(pumps);
        await it.World.UntilAsync(() => it.Instrument.View?.State.Phase == SessionPhase.Waiting);
        return it;
    }

    /// <summary>The instrument dialled, and what it met made it give up.</summary>
    public static async Task<SupportCase> RefusingAsync(Action<SupportCase> prepare)
    {
        var it = new SupportCase();
        prepare(it);
        await it.DialAsync(null);
        await it.World.UntilAsync(() => it.Instrument.Failure is not null);
        return it;
    }

    /// <summary>Both ends proved themselves; the digits are known at both, and not typed yet.</summary>
    public static async Task<SupportCase> JoinedAsync()
    {
        var it = await WaitingAsync();
        it.Connect();
        await it.World.UntilAsync(() => it.Console.View?.Sas.Length == 6 && it.Instrument.View is { Sas: true, State.PinAccepted: true });
        return it;
    }

    /// <summary>PIN and digits were right; the screen can be seen and used, and something was seen and typed.</summary>
    public static async Task<SupportCase> OpenAsync()
    {
        var it = await JoinedAsync();
        it.Instrument.Operator.TypeSas(it.Console.View!.Sas);
        await it.World.UntilAsync(() => it.Console.View!.State.Phase == SessionPhase.Open);
        Assert.IsType<ConsoleMessages.AskOpened>(await it.Console.AskAsync(Capability.ViewScreen));
        Assert.IsType<ConsoleMessages.AskOpened>(await it.Console.AskAsync(Capability.ControlInput));
        await it.World.UntilAsync(() => new[] { it.Instrument.Sinks, it.Console.Sinks }.All(end => end.Has(Capability.ViewScreen) && end.Has(Capability.ControlInput)));
        await it.SpeakAsync(Victim.Console);
        await it.SpeakAsync(Victim.Instrument);
        return it;
    }

    /// <summary>A console dials and wants to join.</summary>
    public void Connect()
    {
        _ = Middle.AcceptAsync(ConsoleCable.Broker);
        Console = AttackedConsole.Start(_system, World, Time, ConsoleCable, Middle.Session);
    }

    /// <summary>Plaintext for a victim, from its honest peer, and its arrival: a picture for the console, a key for the instrument.</summary>
    public async Task SpeakAsync(Victim to)
    {
        var sinks = SinksOf(to);
        var before = sinks.Bytes;
        Assert.True(await SayAsync(to));
        await World.UntilAsync(() => sinks.Bytes > before);
    }

    /// <summary>Plaintext for a victim; whether it arrives is another question.</summary>
    public Task<bool> SayAsync(Victim to) => to == Victim.Instrument
        ? Console.Sinks.SayAsync(Capability.ControlInput, "canary key"u8.ToArray())
        : Instrument.Sinks.SayAsync(Capability.ViewScreen, "canary picture"u8.ToArray());

    /// <summary>The next record of a channel that is on its way to a victim, taken off the wire.</summary>
    public async Task<byte[]> TakeRecordAsync(Victim to)
    {
        var taken = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Middle.Intercept;
        Middle.Intercept = frame =>
        {
            var isIt = frame.To == to && frame.Header.Channel != ChannelId.Control && taken.TrySetResult(frame.Bytes);
            return Task.FromResult(isIt);
        };
        Assert.True(await SayAsync(to));
        var record = await taken.Task.WaitAsync(World.Patience);
        Middle.Intercept = before;
        return record;
    }

    /// <summary>Puts bytes before a victim as if its peer had sent them.</summary>
    public Task PutAsync(Victim to, byte[] record) => Middle.Toward(to).ForwardAsync(record);

    public Sinks SinksOf(Victim victim) => victim == Victim.Instrument ? Instrument.Sinks : Console.Sinks;

    /// <summary>Moves every clock, in steps; after each the actors have dealt with what came of it.</summary>
    public async Task AdvanceAsync(TimeSpan span, bool beat = false)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (var moved = TimeSpan.Zero; moved < span; moved += step)
        {
            if (beat && moved.Ticks % TimeSpan.FromSeconds(5).Ticks == 0)
            {
                await Middle.BeatAsync();
            }

            Time.Advance(step);
            ((TestScheduler)_system.Scheduler).Advance(step);
            await SettleAsync();
        }
    }

    /// <summary>Returns when the actors have dealt with everything they were told before.</summary>
    public async Task SettleAsync()
    {
        foreach (var actor in new[] { "/user/instrument", "/user/instrument/session" })
        {
            try
            {
                await _system.ActorSelection(actor).Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10));
            }
            catch (AskTimeoutException)
            {
                // It was stopping at that moment: then it has dealt with everything, too.
            }
        }
    }

    private async Task DialAsync(IChannelPumps? pumps)
    {
        _ = Middle.AcceptAsync(InstrumentCable.Broker);
        Instrument = await AttackedInstrument.StartAsync(_system, World, Time, InstrumentCable, pumps);
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await Instrument.CloseLogAsync();
        await InstrumentCable.DisposeAsync();
        await ConsoleCable.DisposeAsync();
        await Instrument.DisposeAsync();
    }
}
