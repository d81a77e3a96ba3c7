using Orchestrator.TestSupport;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>Start, join, PIN, digits, ask, allow: each step stands on those before it.</summary>
public sealed class OrderTests
{
    private static readonly string[] Steps = ["start", "join", "pin", "sas", "ask", "allow"];

    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    public void Of_all_720_orders_only_the_right_ones_open_a_channel()
    {
        var opening = Permutations(Steps).Where(order => Run(order).State.Channels.Count > 0).Select(order => string.Join(' ', order)).Order().ToList();

        // PIN and digits may come in either order: two people act at once.
        Assert.Equal(["start join pin sas ask allow", "start join sas pin ask allow"], opening);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    public void Any_missing_step_denies_whatever_else_was_done_twice()
    {
        for (var left = 0; left < (1 << Steps.Length) - 1; left++)
        {
            var some = Steps.Where((_, i) => (left & (1 << i)) != 0).ToArray();
            var session = Run([.. some, .. some]);
            Assert.True(session.State.Grants.IsEmpty && session.State.Channels.IsEmpty, string.Join(' ', some));
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    [Trait("Requirement", "R-HS-13")]
    public void A_wrong_PIN_or_wrong_digits_open_nothing()
    {
        foreach (var (pin, sas) in new[] { (false, true), (true, false), (false, false) })
        {
            var session = new TestSession();
            session.Do(new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey));
            session.Do(new HostCommands.Join(TestSession.Engineer, SessionPolicy.Default, "th6", SampleTerms.Long));
            session.Do(new TechnicianCommands.PresentPin(pin));
            session.Do(new OperatorCommands.CompareSas(sas));

            Assert.Equal(SessionPhase.Joined, session.State.Phase);
            Assert.Equal("NOT_OPEN", session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 5, "why", null, TestEvidence.Signed)).Refusal?.Code);
        }
    }

    [Fact]
    public void A_second_technician_is_told_that_the_session_is_taken()
    {
        var session = TestSession.Opened();
        var other = TestSession.Engineer with { Account = "other" };

        var decision = session.Do(new HostCommands.Join(other, SessionPolicy.Default, "th6", SampleTerms.Long));

        Assert.Equal("SESSION_TAKEN", decision.Refusal?.Code);
        Assert.Equal("mmuster", session.State.Technician?.Account);
    }

    [Fact]
    public void Joining_can_only_tighten_the_policy()
    {
        var site = SessionPolicy.Default with { MaxMinutes = SessionPolicy.Default.MaxMinutes.Remove(Capability.SendFile), PromptSeconds = 30 };
        var session = new TestSession();
        session.Do(new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, site, TestEvidence.RunKey));
        var ticket = SessionPolicy.Default with { MaxMinutes = SessionPolicy.Default.MaxMinutes.SetItem(Capability.ViewScreen, 7), PromptSeconds = int.MaxValue };

        var joined = session.Do(new HostCommands.Join(TestSession.Engineer, ticket, "th6", SampleTerms.Long)).Events.OfType<TechnicianJoined>().Single();

        Assert.False(joined.Policy.Allows(Capability.SendFile));
        Assert.Equal(7, joined.Policy.MaxMinutes[Capability.ViewScreen]);
        Assert.Equal(30, joined.Policy.PromptSeconds);
    }

    [Fact]
    public void Proofs_completed_while_a_link_was_down_open_the_session_when_it_is_back()
    {
        var session = new TestSession();
        session.Do(new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey));
        session.Do(new HostCommands.Join(TestSession.Engineer, SessionPolicy.Default, "th6", SampleTerms.Long));
        session.Do(new TechnicianCommands.PresentPin(true));
        session.Do(new HostCommands.LoseLink(Party.Broker));

        session.Do(new OperatorCommands.CompareSas(true));
        Assert.Equal(SessionPhase.Joined, session.State.Phase);
        session.Do(new HostCommands.RestoreLink(Party.Broker));

        Assert.Equal(SessionPhase.Open, session.State.Phase);
    }

    private static TestSession Run(IEnumerable<string> order)
    {
        var session = new TestSession();
        foreach (var step in order)
        {
            session.Do(Command(step));
        }

        return session;
    }

    private static SessionCommand Command(string step) => step switch
    {
        "start" => new HostCommands.Start(new SessionNumber(123_456_789), TestSession.Machine, SessionPolicy.Default, TestEvidence.RunKey),
        "join" => new HostCommands.Join(TestSession.Engineer, SessionPolicy.Default, "th6", SampleTerms.Long),
        "pin" => new TechnicianCommands.PresentPin(true),
        "sas" => new OperatorCommands.CompareSas(true),
        "ask" => new TechnicianCommands.Ask(Capability.ViewScreen, 5, "to look", null, TestEvidence.Signed),
        _ => new OperatorCommands.Allow(new AskId(1), TestSession.PromptHash, null, null, TestEvidence.Receipt),
    };

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(i => i != first)]).Select(rest => (string[])[first, .. rest]));
}
