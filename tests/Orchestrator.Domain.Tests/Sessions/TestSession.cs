using System.Collections.Immutable;
using Orchestrator.TestSupport;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>One session as its writer runs it: decides, evolves, keeps what happened. Time stands until a test moves it.</summary>
internal sealed class TestSession
{
    public const string PromptHash = "0f0e0d0c";

    public static readonly Instrument Machine = new("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", new string('a', 64));

    public static readonly Technician Engineer = new("mmuster", "Maria Muster", "technician", "Vendor", new string('b', 64), "ticket-1", "run stopped");

    private readonly List<SessionEvent> _events = [];

    public SessionState State { get; private set; } = SessionState.Initial;

    public SessionTime Now { get; set; }

    public IReadOnlyList<SessionEvent> Events => _events;

    public static FileOffer Offer(long size = 1000, char hash = 'c') => new("worklist.gwl", size, new string(hash, 64));

    /// <summary>A session in which nothing but asks and answers is missing.</summary>
    public static TestSession Opened(SessionPolicy? policy = null, SessionPolicy? ticket = null, TicketTerms? terms = null)
    {
        var session = new TestSession();
        session.Do(new HostCommands.Start(new SessionNumber(123_456_789), Machine, policy ?? SessionPolicy.Default, TestEvidence.RunKey));
        session.Do(new HostCommands.Join(Engineer, ticket ?? SessionPolicy.Default, "th6", terms ?? SampleTerms.Long));
        session.Do(new TechnicianCommands.PresentPin(true));
        session.Do(new OperatorCommands.CompareSas(true));
        return session;
    }

    public Decision Do(SessionCommand command)
    {
        var decision = State.Decide(command, Now);
        State = State.Evolve(decision.Events);
        _events.AddRange(decision.Events);
        return decision;
    }

    public AskId Ask(Capability capability, int minutes = 5, FileOffer? file = null)
    {
        var offer = file ?? (capability.IsOneFile() ? Offer() : null);
        var decision = Do(new TechnicianCommands.Ask(capability, minutes, "to look at the error", offer, TestEvidence.Signed));
        return decision.Events.OfType<SessionEvents.Asked>().Single().Ask;
    }

    public Decision Allow(AskId ask)
    {
        var file = State.Asks.GetValueOrDefault(ask)?.File;
        return Do(new OperatorCommands.Allow(ask, PromptHash, file, file is null ? null : "/runs/worklist.gwl", TestEvidence.Receipt));
    }

    /// <summary>Asks and allows; gives the channel.</summary>
    public ChannelId Open(Capability capability, int minutes = 5) =>
        Allow(Ask(capability, minutes)).Events.OfType<SessionEvents.ChannelOpened>().Single().Channel;

    public GrantId GrantOf(ChannelId channel) => State.Channels[channel].Grant;

    public GateState Gate(ChannelId channel) => State.GateOf(channel, Now);

    public void Wait(TimeSpan span) => Now += span;

    public ImmutableArray<SessionEvent> Tick() => Do(new HostCommands.Tick()).Events;
}
