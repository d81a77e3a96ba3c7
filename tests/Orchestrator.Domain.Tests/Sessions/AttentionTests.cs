using Orchestrator.TestSupport;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>Presence, pause, prompts and links: what holds a channel without ending it.</summary>
public sealed class AttentionTests
{
    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public void An_absent_operator_holds_every_channel()
    {
        var session = TestSession.Opened();
        var channels = OpenAll(session);

        session.Do(new HostCommands.GoAway());
        Assert.All(channels, c => Assert.Equal(GateState.Held, session.Gate(c)));
        session.Do(new HostCommands.ComeBack());
        Assert.All(channels, c => Assert.Equal(GateState.Open, session.Gate(c)));
    }

    [Fact]
    public void A_grant_runs_out_while_the_operator_is_away()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen, minutes: 1);
        session.Do(new HostCommands.GoAway());
        session.Wait(TimeSpan.FromMinutes(1));
        session.Do(new HostCommands.ComeBack());

        Assert.Equal(GateState.Closed, session.Gate(channel));
    }

    [Fact]
    public void Pausing_holds_the_picture_and_with_it_control_and_nothing_else()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        var control = session.Open(Capability.ControlInput);
        var file = session.Open(Capability.SendFile);

        session.Do(new OperatorCommands.Pause());
        Assert.Equal([GateState.Held, GateState.Held, GateState.Open], new[] { view, control, file }.Select(session.Gate));
        session.Do(new OperatorCommands.Resume());
        Assert.Equal(GateState.Open, session.Gate(view));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-3")]
    public void While_a_question_is_open_no_picture_and_no_input_passes()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        var control = session.Open(Capability.ControlInput);
        var file = session.Open(Capability.SendFile);

        var ask = session.Ask(Capability.ClipboardTo);
        Assert.Equal([GateState.Held, GateState.Held, GateState.Open], new[] { view, control, file }.Select(session.Gate));
        session.Do(new OperatorCommands.Refuse(ask, AskOutcome.Refused));
        Assert.Equal(GateState.Open, session.Gate(control));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public void A_lost_link_holds_everything_and_a_link_restored_in_time_gives_back_what_is_left()
    {
        var session = TestSession.Opened();
        var channels = OpenAll(session);
        var until = session.State.Grants.Values.Select(g => g.Until).ToList();

        session.Do(new HostCommands.LoseLink(Party.Broker));
        Assert.All(channels, c => Assert.Equal(GateState.Held, session.Gate(c)));
        session.Wait(TimeSpan.FromSeconds(19));
        session.Do(new HostCommands.RestoreLink(Party.Broker));

        Assert.All(channels, c => Assert.Equal(GateState.Open, session.Gate(c)));
        Assert.Equal(until, session.State.Grants.Values.Select(g => g.Until));
    }

    [Fact]
    public void One_restored_link_isnt_both()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen);
        session.Do(new HostCommands.LoseLink(Party.Broker));
        session.Do(new HostCommands.LoseLink(Party.Technician));

        session.Do(new HostCommands.RestoreLink(Party.Broker));

        Assert.Equal(GateState.Held, session.Gate(channel));
        Assert.Equal("LINK_DOWN", session.Do(new TechnicianCommands.Ask(Capability.SendFile, 5, "why", TestSession.Offer(), TestEvidence.Signed)).Refusal?.Code);
    }

    [Fact]
    public void A_technician_who_never_joined_cant_be_lost_and_another_may_still_join()
    {
        var session = new TestSession();
        session.Do(new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey));

        Assert.Empty(session.Do(new HostCommands.LoseLink(Party.Technician)).Events);
        session.Wait(TimeSpan.FromSeconds(60));
        session.Tick();

        Assert.Equal(SessionPhase.Waiting, session.State.Phase);
    }

    [Fact]
    public void When_the_grace_is_over_the_session_ends_and_no_link_brings_it_back()
    {
        var session = TestSession.Opened();
        session.Open(Capability.ViewScreen);
        session.Do(new HostCommands.LoseLink(Party.Technician));
        session.Wait(TimeSpan.FromSeconds(20));

        Assert.Empty(session.Do(new HostCommands.RestoreLink(Party.Technician)).Events);
        session.Tick();

        Assert.Equal(new Ending(Party.Instrument, EndReason.LinkLost), session.Events[^1]);
        Assert.Empty(session.State.Channels);
    }

    [Fact]
    public void No_policy_makes_the_grace_longer_than_thirty_seconds()
    {
        var session = TestSession.Opened(SessionPolicy.Default with { GraceSeconds = 3600 });

        session.Do(new HostCommands.LoseLink(Party.Broker));

        Assert.True(session.State.LinksDown[Party.Broker] - session.Now <= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_link_that_is_lost_twice_doesnt_start_its_grace_again()
    {
        var session = TestSession.Opened();
        session.Do(new HostCommands.LoseLink(Party.Broker));
        var until = session.State.LinksDown[Party.Broker];
        session.Wait(TimeSpan.FromSeconds(10));

        session.Do(new HostCommands.LoseLink(Party.Broker));

        Assert.Equal(until, session.State.LinksDown[Party.Broker]);
    }

    private static List<ChannelId> OpenAll(TestSession session) => [.. Capabilities.All.Select(c => session.Open(c))];
}
