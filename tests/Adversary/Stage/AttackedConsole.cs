using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Stage;

/// <summary>The console's end: its actors and its link handshake. Only the technician and what is behind the pumps are doubles.</summary>
internal sealed class AttackedConsole : ITechnicianFace
{
    /// <summary>Must not be found anywhere but inside the broker.</summary>
    public const string Password = "canary-password-7f3a91c2";

    /// <summary>The same.</summary>
    public const string SecondFactor = "904173";

    private readonly World _world;
    private volatile ConsoleView? _view;
    private volatile ConsoleEnd? _end;
    private int _said;

    private AttackedConsole(World world)
    {
        _world = world;
        Sinks = new Sinks(world, "console");
    }

    public Sinks Sinks { get; }

    public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    public ConsoleView? View => _view;

    public ConsoleEnd? End => _end;

    /// <summary>Lines of the operator that the technician saw.</summary>
    public int Chats => Volatile.Read(ref _said);

    /// <summary>Connects; each dial asks for the cable that is there.</summary>
    public static AttackedConsole Start(ActorSystem system, World world, FakeTimeProvider time, Func<Cable> next, SessionNumber session, string pin = AttackedInstrument.Pin)
    {
        var made = new AttackedConsole(world);
        var wish = new ConsoleToBroker.Connect(session, "liquid not detected", Vendor.Account, new SecretText(Password), new SecretText(SecondFactor));
        var setup = new ConsoleSetup(
            TestKeys.Technician, Vendor.Root, Vendor.Issuing, Vendor.BrokerName, wish, new SecretText(pin), stop => DialAsync(next(), time, stop), "test", SessionEventReader.Read, made,
            made.Sinks, SystemRandomSource.Instance, time);
        made.Actor = system.ActorOf(ConsoleActor.Props(setup));
        return made;
    }

    /// <summary>The console's end of a link, over a cable.</summary>
    public static async Task<LinkConnection> DialAsync(Cable cable, TimeProvider time, CancellationToken stop)
    {
        var context = new LinkContext(EndpointKind.Console, Vendor.Configuration.Hash, Vendor.BrokerName);
        var settings = new HandshakeSettings(
            HandshakeContext.ForLink(context), TestKeys.Technician, TestKeys.Technician.Public.Spki, new BrokerVerifier(Vendor.Root, Vendor.BrokerName), SystemRandomSource.Instance);
        return (await LinkHandshakes.DialAsync(cable.Endpoint, settings, LinkSender.BrokerToConsole, time, stop)).Connection;
    }

    /// <summary>Asks, and waits for the answer.</summary>
    public async Task<object> AskAsync(Capability capability) =>
        await Actor.Ask<object>(new ConsoleMessages.Ask(capability, 10, "to see what it says", null), World.Patience);

    public void Update(ConsoleView view)
    {
        _view = view;
        _world.Note($"console: {view.State.Phase}");
    }

    public void Happened(long sequence, SessionEvent happened, ReadOnlyMemory<byte> line) => _world.Note($"console: {happened.GetType().Name}");

    public void Said(string text)
    {
        Interlocked.Increment(ref _said);
        _world.Note("console: something was said");
    }

    public void Finished(ConsoleEnd end)
    {
        _end = end;
        _world.Note($"console: finished, {end.Code}");
    }
}
