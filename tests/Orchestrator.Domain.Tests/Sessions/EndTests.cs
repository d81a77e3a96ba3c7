using Orchestrator.TestSupport;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>The end: everything closes, counts follow, then nothing.</summary>
public sealed class EndTests
{
    [Fact]
    public void The_end_closes_questions_channels_and_grants_before_it_says_so()
    {
        var session = TestSession.Opened();
        session.Open(Capability.ViewScreen);
        session.Open(Capability.ControlInput);
        session.Ask(Capability.SendFile);

        var events = session.Do(new HostCommands.End(Party.Operator, EndReason.Closed)).Events;

        Assert.Equal(new Ending(Party.Operator, EndReason.Closed), events[^1]);
        Assert.Single(events.OfType<AskEnded>());
        Assert.Equal(2, events.OfType<ChannelClosed>().Count());
        Assert.Equal(2, events.OfType<GrantEnded>().Count());
    }

    [Fact]
    public void END_names_the_channels_that_nobody_could_count()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        var file = session.Open(Capability.SendFile);
        session.Do(new HostCommands.End(Party.Operator, EndReason.Closed));

        session.Do(new HostCommands.Meter(view, 1, 100, 2, 200));
        session.Do(new HostCommands.Finish());

        Assert.Contains(new ChannelMetered(view, 1, 100, 2, 200), session.Events);
        Assert.Equal(file, Assert.Single(Assert.IsType<Ended>(session.Events[^1]).Unmetered));
        Assert.Equal("SESSION_OVER", session.Do(new TechnicianCommands.Chat("hello?")).Refusal?.Code);
    }

    [Fact]
    public void A_channel_is_counted_once()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        Assert.Empty(session.Do(new HostCommands.Meter(view, 1, 1, 1, 1)).Events);
        session.Do(new OperatorCommands.RevokeAll());

        Assert.Single(session.Do(new HostCommands.Meter(view, 1, 1, 1, 1)).Events);
        Assert.Empty(session.Do(new HostCommands.Meter(view, 9, 9, 9, 9)).Events);
    }

    [Fact]
    public void Nothing_said_after_the_end_changes_anything()
    {
        var session = TestSession.Opened();
        session.Do(new HostCommands.End(Party.Technician, EndReason.TechnicianReleased));

        Assert.Empty(session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 5, "why", null, TestEvidence.Signed)).Events);
        Assert.Empty(session.Do(new OperatorCommands.Resume()).Events);
        Assert.Empty(session.Do(new HostCommands.End(Party.Operator, EndReason.Closed)).Events);
    }

    [Fact]
    public void Chat_opens_with_the_session_and_is_clipped()
    {
        var early = new TestSession();
        early.Do(new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey));
        Assert.Equal("NOT_OPEN", early.Do(new TechnicianCommands.Chat("hello")).Refusal?.Code);

        var session = TestSession.Opened();
        session.Do(new TechnicianCommands.Chat(new string('x', 5000)));
        Assert.Equal(SessionLimits.ChatCharacters, Assert.IsType<ChatPosted>(session.Events[^1]).Text.Length);
    }
}
