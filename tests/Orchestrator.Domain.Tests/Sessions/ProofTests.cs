using Orchestrator.TestSupport;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>Handshakes, PIN and digits: few tries, counted over all connections, and then the session is over.</summary>
public sealed class ProofTests
{
    [Fact]
    public void The_third_wrong_PIN_ends_the_session()
    {
        var session = Joined();

        session.Do(new TechnicianCommands.PresentPin(false));
        session.Do(new TechnicianCommands.PresentPin(false));
        Assert.Equal(SessionPhase.Joined, session.State.Phase);
        session.Do(new TechnicianCommands.PresentPin(false));

        Assert.Equal(new Ending(Party.Technician, EndReason.PinExhausted), session.Events[^1]);
        Assert.False(session.State.PinAccepted);
    }

    [Fact]
    [Trait("Requirement", "R-HS-13")]
    public void The_second_wrong_comparison_ends_the_session()
    {
        var session = Joined();

        session.Do(new OperatorCommands.CompareSas(false));
        Assert.Equal(SessionPhase.Joined, session.State.Phase);
        session.Do(new OperatorCommands.CompareSas(false));

        Assert.Equal(new Ending(Party.Operator, EndReason.SasExhausted), session.Events[^1]);
    }

    [Fact]
    public void The_third_handshake_without_a_session_ends_it()
    {
        var session = Waiting();

        session.Do(new HostCommands.FailHandshake("wrong certificate"));
        session.Do(new HostCommands.FailHandshake("no answer"));
        Assert.Equal(SessionPhase.Waiting, session.State.Phase);
        session.Do(new HostCommands.FailHandshake("wrong certificate"));

        Assert.Equal([1, 2, 3], session.Events.OfType<HandshakeFailed>().Select(e => e.Attempt));
        Assert.Equal(new Ending(Party.Instrument, EndReason.HandshakesExhausted), session.Events[^1]);
    }

    [Fact]
    public void A_right_PIN_behind_two_wrong_ones_counts_and_stays()
    {
        var session = Joined();
        session.Do(new TechnicianCommands.PresentPin(false));
        session.Do(new TechnicianCommands.PresentPin(false));
        session.Do(new TechnicianCommands.PresentPin(true));

        Assert.True(session.State.PinAccepted);
        Assert.Equal("ALREADY_PROVEN", session.Do(new TechnicianCommands.PresentPin(false)).Refusal?.Code);
        Assert.Equal(2, session.State.PinFailures);
    }

    [Fact]
    public void A_strangers_handshake_costs_nothing_once_somebody_joined()
    {
        var session = Joined();

        Assert.Empty(session.Do(new HostCommands.FailHandshake("late")).Events);
    }

    private static TestSession Waiting()
    {
        var session = new TestSession();
        session.Do(new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey));
        return session;
    }

    private static TestSession Joined()
    {
        var session = Waiting();
        session.Do(new HostCommands.Join(TestSession.Engineer, SessionPolicy.Default, "th6", SampleTerms.Long));
        return session;
    }
}
