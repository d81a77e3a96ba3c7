using System.Buffers;
using Akka.Actor;
using Akka.TestKit;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Domain;
using Orchestrator.Links.Relaying;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtBroker;

/// <summary>A session actor at the broker with real links to both ends, and the steps to each of its states.</summary>
public abstract class BrokerSpecs : ActorSpecs, IAsyncLifetime
{
    internal static readonly SessionNumber Number = new(123_456_789);
    internal static readonly ChannelId One = new(1);

    private protected static readonly Endpoint Machine = new(TestKeys.Instrument.Public.Spki, "i", "192.0.2.1", "websocket");

    private protected static readonly Endpoint Engineer = new(TestKeys.Technician.Public.Spki, "t", "192.0.2.7", "websocket");

    private protected static readonly Technician Person = new("mmuster", "Maria Muster", "technician", "Vendor", new string('b', 64), "ticket-1", "run stopped");

    private static readonly Ed25519Key LogKey = Ed25519Key.Generate(new SeededRandom(11));

    /// <summary>Signs the instrument's checkpoints.</summary>
    private protected static readonly CheckpointSigner RunLog = new("vendor.example/run/0123", LogKey);

    private long _sequence = -1;

    private protected BrokerSpecs() => Journal = new FakeBrokerJournal(World);

    private protected FakeBrokerJournal Journal { get; }

    private protected FakeClaims Claims { get; } = new();

    private protected FakeAdmission Admission { get; } = new();

    private protected PostureRules Posture { get; set; } = new(new Version(0, 1, 0), [], [], []);

    private protected FakeDesk Desk { get; } = new();

    private protected FakeRecoveredRuns Recovered { get; } = new();

    private protected LinkPair Instrument { get; private set; } = null!;

    private protected LinkPair Console { get; private set; } = null!;

    private protected Recorder AtInstrument { get; } = new();

    private protected Recorder AtConsole { get; } = new();

    private protected IActorRef Session { get; private set; } = ActorRefs.Nobody;

    private protected Relay Relay { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Instrument = await LinkPair.ConnectAsync();
        Console = await LinkPair.ConnectAsync(EndpointKind.Console);
        _ = Instrument.Endpoint.RunAsync(AtInstrument, CancellationToken.None);
        _ = Console.Endpoint.RunAsync(AtConsole, CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private protected BrokerSetup Setup() => new(
        _ => null, Journal, "vendor.example/log", Claims, Admission, new NoActivation(), _ => null, Posture, new SeededRandom(7), Time) { Approvals = Desk, Recovered = Recovered };

    private protected Register Registration() => new(
        new InstrumentToBroker.RegisterSession(
            new Instrument("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", new string('a', 64)), RunLog.Key.Name, RunLog.Key.PublicKey.Bytes, new byte[384], new byte[32], Blob.Empty, "test"),
        Machine,
        Instrument.Broker);

    private protected TestProbe Create()
    {
        var asker = CreateTestProbe();
        Session = Sys.ActorOf(BrokerSessionActor.Props(Setup(), Number, Registration()), "session");
        Session.Tell(BrokerSessionActor.Begin.Instance, asker);
        return asker;
    }

    private protected async Task BegunAsync() => Relay = (await Create().ExpectMsgAsync<Registered>()).Relay;

    private protected async Task WaitingAsync()
    {
        await BegunAsync();
        await ApplyAsync(new Started(Number, new Instrument("Liquid handler 3", "", "", "", "", ""), SessionPolicy.Default, TestEvidence.RunKey));
    }

    private protected async Task AttachedAsync()
    {
        await WaitingAsync();
        Assert.IsType<Admitted>(await AdmitAsync());
    }

    private protected async Task OpenedAsync()
    {
        await AttachedAsync();
        await ApplyAsync(new TechnicianJoined(Person, SessionPolicy.Default, "th6", SampleTerms.Long));
        await ApplyAsync(new PinPresented(true, 0));
        await ApplyAsync(new SasCompared(true, 0));
        await ApplyAsync(new Opened());
    }

    private protected async Task ChannelOpenAsync(int minutes = 5)
    {
        await OpenedAsync();
        await ApplyAsync(new Asked(new AskId(1), Party.Technician, Capability.ViewScreen, minutes, "why", null, null, TestEvidence.Signed));
        await ApplyAsync(new Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, minutes * 60, new SessionTime(minutes * 60_000), "hash", TestEvidence.Signed.Sha256, TestEvidence.Receipt));
        await ApplyAsync(new ChannelOpened(One, new GrantId(1), Capability.ViewScreen));
    }

    private protected async Task ApplyAsync(SessionEvent happened) =>
        Assert.IsType<Applied>(await Session.Ask(new Apply(Number, ++_sequence, happened), Patience));

    /// <summary>The instrument signs what it has so far.</summary>
    private protected void Sign() => Session.Tell(new CheckpointKept(Number, RunLog.Sign(_sequence + 1, MerkleHasher.EmptyRoot).Note));

    private protected Task<object> AdmitAsync(string account = "mmuster") => Session.Ask(
        new Admit(new ConsoleToBroker.Connect(Number, "run stopped", account, new SecretText("pw"), new SecretText("123456")), Engineer, Console.Broker), Patience);

    /// <summary>True when the relay forwards a record of this channel from the instrument.</summary>
    private protected async Task<bool> PassesAsync(ChannelId channel)
    {
        var header = new RecordHeader(FrameType.PeerData, channel, 0, 0, 100);
        var record = new byte[header.RecordSize];
        header.Write(record);
        return await Relay.FromInstrumentAsync(Instrument.Broker, header, new ReadOnlySequence<byte>(record));
    }

    private protected T Noted<T>()
        where T : BrokerObservation => Assert.Single(Journal.Noted.OfType<T>());
}
