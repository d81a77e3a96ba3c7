using System.Collections.Concurrent;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Actors.Sessions.AtConsole.ConsoleMessages;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtConsole;

/// <summary>A session actor at the console with its real end-to-end connection; the spec is the instrument.</summary>
public abstract class ConsoleSpecs : ActorSpecs, IAsyncLifetime
{
    internal static readonly SessionNumber Number = new(123_456_789);
    internal static readonly ChannelId One = new(1);
    private protected static readonly Instrument Machine = new("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", new string('a', 64));

    private readonly ConcurrentDictionary<long, SessionEvent?> _events = new();
    private long _sequence = -1;

    private protected ConsoleSpecs()
    {
        Face = new FakeTechnicianFace(World);
        Pumps = new FakeConsolePumps(World);
    }

    private protected FakeTechnicianFace Face { get; }

    private protected FakeConsolePumps Pumps { get; }

    private protected PeerPair Peers { get; private set; } = null!;

    private protected IActorRef Session { get; private set; } = ActorRefs.Nobody;

    public async Task InitializeAsync() => Peers = await PeerPair.ConnectAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    private protected async Task JoinedAsync()
    {
        var setup = new ConsoleSetup(
            TestKeys.Technician,
            default,
            default,
            "broker.vendor.example",
            new ConsoleToBroker.Connect(Number, "run stopped", "mmuster", new SecretText("pw"), new SecretText("1")),
            new SecretText("123456"),
            _ => throw new NotSupportedException(),
            "websocket",
            line => _events[BitConverter.ToInt64(line.Span)],
            Face,
            Pumps,
            SystemRandomSource.Instance,
            Time);
        Session = Sys.ActorOf(ConsoleSessionActor.Props(setup, new BrokerToConsole.Connected(Blob.Empty, Blob.Empty, 0, Machine, CapabilitySet.Of(Capability.ControlInput)), new Proved(Peers.Technician, "424242", new byte[48], [])), "session");
        await RecordAsync(new Started(Number, Machine, SessionPolicy.Default, TestEvidence.RunKey));
        await RecordAsync(new TechnicianJoined(new Technician("mmuster", "Maria Muster", "technician", "Vendor", "", "", ""), SessionPolicy.Default, "th6", SampleTerms.Long));
    }

    private protected async Task OpenedAsync()
    {
        await JoinedAsync();
        await RecordAsync(new PinPresented(true, 0));
        await RecordAsync(new SasCompared(true, 0));
        await RecordAsync(new Opened());
    }

    /// <summary>Asks for the view; the answer goes to the probe.</summary>
    private protected async Task<Akka.TestKit.TestProbe> AskedAsync()
    {
        await OpenedAsync();
        var asker = CreateTestProbe();
        Session.Tell(new Ask(Capability.ViewScreen, 5, "to look", null), asker);
        await RecordAsync(new Asked(new AskId(1), Party.Technician, Capability.ViewScreen, 5, "to look", null, null, TestEvidence.Signed));
        return asker;
    }

    private protected async Task<AskOpened> ChannelOpenAsync(int seconds = 300)
    {
        var asker = await AskedAsync();
        await RecordAsync(new Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, seconds, new SessionTime(seconds * 1000), "hash", TestEvidence.Signed.Sha256, TestEvidence.Receipt));
        await RecordAsync(new ChannelOpened(One, new GrantId(1), Capability.ViewScreen));
        return await asker.ExpectMsgAsync<AskOpened>();
    }

    /// <summary>A record of the instrument; returns when the console agrees with it.</summary>
    private protected async Task RecordAsync(SessionEvent? happened, long? sequence = null)
    {
        var number = sequence ?? ++_sequence;
        _events[number] = happened;
        Assert.IsType<RecordFollowed>(await Session.Ask(new InstrumentSays(new InstrumentToTechnician.EventRecord(number, BitConverter.GetBytes(number))), Patience));
    }

    /// <summary>The next message of this kind that the instrument gets.</summary>
    private protected async Task<T> ReceivedAsync<T>()
        where T : PeerMessage
    {
        while (true)
        {
            if ((await Peers.AtInstrument.NextAsync()).Message is T message)
            {
                return message;
            }
        }
    }

    private protected ConsoleEnd TheEnd() => Assert.Single(Face.Ends);
}
