using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>A session actor at the instrument between doubles of everything outside, and the steps to each of its states.</summary>
public abstract class InstrumentSpecs : ActorSpecs
{
    private protected static readonly TimeSpan TicketLife = TimeSpan.FromHours(8);

    internal static readonly Technician Engineer = new("mmuster", "Maria Muster", "technician", "Vendor", new string('b', 64), "ticket-1", "run stopped");
    internal static readonly FileOffer Worklist = new("worklist.gwl", 1000, new string('c', 64));

    private uint _requests;

    /// <summary>What the ticket says about supervisors' approvals.</summary>
    private protected ImmutableSortedDictionary<Capability, string> ApprovedBy { get; set; } = SampleTerms.Long.ApprovedBy;

    private protected InstrumentSpecs()
    {
        Journal = new FakeJournal(World);
        Receipts = new FakeReceipts(World);
        Wire = new FakeWire(World);
        Face = new FakeFace(World);
        Pumps = new FakePumps(World);
    }

    private protected FakeJournal Journal { get; }

    private protected FakeReceipts Receipts { get; }

    private protected FakeWire Wire { get; }

    private protected FakeFace Face { get; }

    private protected FakePumps Pumps { get; }

    private protected StopKeys Keys { get; } = new();

    private protected IActorRef Session { get; private set; } = ActorRefs.Nobody;

    private protected SessionState Effective => Face.View!.State;

    private protected void Create(SessionPolicy? policy = null)
    {
        var setup = new InstrumentSessionSetup(
            new SessionNumber(123_456_789),
            new Instrument("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", new string('a', 64)),
            policy ?? SessionPolicy.Default,
            TestEvidence.RunKey,
            new SecretText("123456"),
            Journal,
            Receipts,
            Wire,
            Face,
            Pumps,
            Keys,
            Time);
        Session = Sys.ActorOf(InstrumentSessionActor.Props(setup), "session");
    }

    private protected async Task WaitingAsync(SessionPolicy? policy = null)
    {
        Create(policy);
        await PhaseAsync(SessionPhase.Waiting);
    }

    private protected async Task JoinedAsync(SessionPolicy? policy = null)
    {
        await WaitingAsync(policy);
        Session.Tell(new TechnicianProved(Engineer, SessionPolicy.Default, "th6", new SecretText("424242"), new TicketGiven(SampleTerms.Policy, ApprovedBy, TicketLife, Time.GetTimestamp())));
        await PhaseAsync(SessionPhase.Joined);
    }

    private protected async Task OpenedAsync(SessionPolicy? policy = null)
    {
        await JoinedAsync(policy);
        Session.Tell(new PinGiven(new SecretText("123456")));
        Session.Tell(new SasTyped(new SecretText("424242")));
        await PhaseAsync(SessionPhase.Open);
    }

    private protected Task PhaseAsync(SessionPhase phase) => World.UntilAsync(() => Face.View?.State.Phase == phase);

    /// <summary>Asks; gives the prompt that the operator sees.</summary>
    private protected async Task<ShownPrompt> AskAsync(Capability capability, int minutes = 5)
    {
        var before = Face.Prompts.Count;
        Ask(capability, minutes);
        await World.UntilAsync(() => Face.Prompts.Count > before);
        return Face.Prompts[^1];
    }

    private protected void Ask(Capability capability, int minutes = 5, IActorRef? from = null) => Session.Tell(
        new TechnicianAsked(++_requests, new TechnicianCommands.Ask(capability, minutes, "to look at the error", capability.IsOneFile() ? Worklist : null, TestEvidence.Signed)), from);

    /// <summary>Asks, allows, and gives the open channel.</summary>
    private protected async Task<FakeWireChannel> OpenAsync(Capability capability, int minutes = 5)
    {
        var before = Wire.Channels.Count;
        (await AskAsync(capability, minutes)).Answer(Yes(capability));
        await World.UntilAsync(() => Wire.Channels.Count > before && Pumps.Made.Count > before);
        await SettleAsync(Session);
        return Wire.Channels[new ChannelId((uint)before + 1)];
    }

    private protected static PromptAnswer.Allowed Yes(Capability capability) =>
        capability.IsOneFile() ? new PromptAnswer.Allowed(Worklist, "/runs/worklist.gwl") : new PromptAnswer.Allowed();

    private protected async Task DoAsync(SessionCommand command)
    {
        Session.Tell(new Do(command));
        await SettleAsync(Session);
    }

    private protected Task WrittenAsync<T>()
        where T : SessionEvent => World.UntilAsync(() => Journal.Written.OfType<T>().Any());

    private protected T Last<T>()
        where T : SessionEvent => Journal.Written.OfType<T>().Last();
}
