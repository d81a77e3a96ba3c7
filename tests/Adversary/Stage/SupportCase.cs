using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Protocol;

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

    private readonly Dictionary<Victim, List<Cable>> _cables = new() { [Victim.Instrument] = [new()], [Victim.Console] = [new()] };
    private readonly Dictionary<Victim, int> _dials = new() { [Victim.Instrument] = 0, [Victim.Console] = 0 };

    public SupportCase() => Middle = new Middle(World, Time);

    public World World { get; } = new();

    public FakeTimeProvider Time { get; } = new(Vendor.Now);

    public Middle Middle { get; }

    /// <summary>Stands in the middle's place where it is; null: the middle does.</summary>
    public HonestBroker? Broker { get; private set; }

    public SessionNumber Session => Broker?.Session ?? Middle.Session;

    public Cable InstrumentCable => _cables[Victim.Instrument][^1];

    public Cable ConsoleCable => _cables[Victim.Console][^1];

    /// <summary>An end that dials again gets a new cable to the broker; else it finds the old one, cut.</summary>
    public bool IsRewired { get; set; }

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
        await it.JoinAsync();
        return it;
    }

    /// <summary>PIN and digits were right; the screen can be seen and used, and something was seen and typed.</summary>
    public static async Task<SupportCase> OpenAsync()
    {
        var it = await JoinedAsync();
        await it.OpenChannelsAsync();
        return it;
    }

    /// <summary>The same, with the broker's own actors between the ends, and the claims in its own store where one is given.</summary>
    public static async Task<SupportCase> OpenAtBrokerAsync(RealClaims? claims = null)
    {
        var it = new SupportCase();
        it.Broker = new HonestBroker(it._system, it.World, it.Time, claims);
        await it.DialAsync(null);
        await it.World.UntilAsync(() => it.Instrument.View?.State.Phase == SessionPhase.Waiting);
        await it.JoinAsync();
        await it.OpenChannelsAsync();
        return it;
    }

    /// <summary>The same; then both ends' links were lost, one after the other, and the session was taken up again each time.</summary>
    public static async Task<SupportCase> ResumedAsync()
    {
        var it = await OpenAsync();
        it.IsRewired = true;
        await it.ResumeAsync(Victim.Instrument);
        await it.ResumeAsync(Victim.Console);
        return it;
    }

    /// <summary>An end's link breaks; it dials again, and what is said comes to both.</summary>
    public async Task ResumeAsync(Victim whose)
    {
        await CutAsync(whose);
        await World.UntilAsync(() => IsSound);
        await SpeakAsync(Victim.Console);
        await SpeakAsync(Victim.Instrument);
    }

    /// <summary>An end's link breaks; returns when both know it, or have the next.</summary>
    public async Task CutAsync(Victim whose)
    {
        var (lost, calls) = (Count("link.lost"), Calls);
        await CableOf(whose).CutAsync();
        await World.UntilAsync(() => Count("link.lost") > lost && (Console.View!.Link.Length > 0 || Calls > calls));
    }

    /// <summary>
    /// Cuts an end's link; from the call that follows, or its answer, on nothing comes to a victim. When it is the answer, the instrument goes on for its part,
    /// and that is in its log when this returns.
    /// </summary>
    public async Task<HeldFrames> HoldAsync(Victim to, Victim cut = Victim.Console)
    {
        var held = new HeldFrames(this, to);
        Middle.Intercept = held.TakeAsync;
        await CutAsync(cut);
        await held.ResumeAsync();
        if (to == Victim.Console)
        {
            await World.UntilAsync(() => IsSoundAtInstrument);
        }

        return held;
    }

    /// <summary>Neither end knows of a lost link.</summary>
    public bool IsSound => Console.View!.Link.Length == 0 && IsSoundAtInstrument;

    private bool IsSoundAtInstrument => Instrument.View!.State.LinksDown.IsEmpty && Count("link.lost") == Count("link.restored");

    /// <summary>RESUME records that came to the middle from the console.</summary>
    public int Calls => Middle.Frames.Count(frame => frame.To == Victim.Instrument && frame.Header.Type == FrameType.PeerResume);

    public Cable CableOf(Victim whose) => whose == Victim.Instrument ? InstrumentCable : ConsoleCable;

    /// <summary>Events of this kind in the instrument's log.</summary>
    public int Count(string code) => Instrument.Lines.Count(line => line.Contains($"\"event\":\"{code}\"", StringComparison.Ordinal));

    /// <summary>A console dials and wants to join.</summary>
    public void Connect()
    {
        Accept(ConsoleCable);
        Console = AttackedConsole.Start(_system, World, Time, () => NextCable(Victim.Console), Session);
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
                await HeardAsync();
            }

            Time.Advance(step);
            ((TestScheduler)_system.Scheduler).Advance(step);
            await SettleAsync();
        }
    }

    /// <summary>The clock doesn't outrun a heartbeat; one that somebody keeps back isn't waited for any longer than a moment.</summary>
    private async Task HeardAsync()
    {
        for (var looks = 0; looks < 50 && Instrument.BrokerTime is { IsSet: true } heard && heard.Now < Middle.LastBeat; looks++)
        {
            await Task.Delay(5);
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
        Accept(InstrumentCable);
        Instrument = await AttackedInstrument.StartAsync(_system, World, Time, () => NextCable(Victim.Instrument), pumps);
    }

    private async Task JoinAsync()
    {
        Connect();
        await World.UntilAsync(() => Console.View?.Sas.Length == 6 && Instrument.View is { Sas: true, State.PinAccepted: true });
    }

    private async Task OpenChannelsAsync()
    {
        Instrument.Operator.TypeSas(Console.View!.Sas);
        await World.UntilAsync(() => Console.View!.State.Phase == SessionPhase.Open);
        Assert.IsType<ConsoleMessages.AskOpened>(await Console.AskAsync(Capability.ViewScreen));
        Assert.IsType<ConsoleMessages.AskOpened>(await Console.AskAsync(Capability.ControlInput));
        await World.UntilAsync(() => new[] { Instrument.Sinks, Console.Sinks }.All(end => end.Has(Capability.ViewScreen) && end.Has(Capability.ControlInput)));
        await SpeakAsync(Victim.Console);
        await SpeakAsync(Victim.Instrument);
    }

    private void Accept(Cable cable)
    {
        if (Broker is { } broker)
        {
            broker.Accept(cable);
        }
        else
        {
            _ = Middle.AcceptAsync(cable.Broker);
        }
    }

    private Cable NextCable(Victim whose)
    {
        lock (_cables)
        {
            if (_dials[whose]++ > 0 && IsRewired)
            {
                _cables[whose].Add(new Cable());
                Accept(_cables[whose][^1]);
            }

            return _cables[whose][^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await Instrument.CloseLogAsync();
        foreach (var cable in _cables.Values.SelectMany(each => each))
        {
            await cable.DisposeAsync();
        }

        await Instrument.DisposeAsync();
    }
}
