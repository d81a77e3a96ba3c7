using Orchestrator.TestSupport;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>What may be asked, and every way in which a question ends without a yes.</summary>
public sealed class AskTests
{
    [Theory]
    [Trait("Requirement", "R-AUTHZ-7")]
    [InlineData(Capability.ViewScreen, 0, "why", false, "BAD_DURATION")]
    [InlineData(Capability.ViewScreen, -5, "why", false, "BAD_DURATION")]
    [InlineData(Capability.ViewScreen, 5, "  ", false, "NO_REASON")]
    [InlineData(Capability.ViewScreen, 5, "why", true, "BAD_FILE")]
    [InlineData(Capability.ControlInput, 5, "why", false, "VIEW_FIRST")]
    [InlineData(Capability.SendFile, 5, "why", false, "BAD_FILE")]
    [InlineData((Capability)77, 5, "why", false, "NOT_ALLOWED")]
    public void What_makes_no_sense_is_refused_recorded_and_shown_to_nobody(Capability capability, int minutes, string reason, bool withFile, string code)
    {
        var session = TestSession.Opened();

        var decision = session.Do(AskFor(capability, minutes, reason, withFile ? TestSession.Offer() : null));

        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Equal(code, Assert.IsType<RequestRefused>(Assert.Single(decision.Events)).Code);
        Assert.Empty(session.State.Asks);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public void A_file_needs_a_name_a_size_and_a_hash_and_must_not_be_too_large()
    {
        var session = TestSession.Opened(SessionPolicy.Default with { MaxFileBytes = 1000 });

        Assert.Equal("BAD_FILE", Send(session, new FileOffer("", 10, new string('c', 64))));
        Assert.Equal("BAD_FILE", Send(session, new FileOffer("a", -1, new string('c', 64))));
        Assert.Equal("BAD_FILE", Send(session, new FileOffer("a", 10, "abc")));
        Assert.Equal("FILE_TOO_LARGE", Send(session, TestSession.Offer(1001)));
        Assert.Null(Send(session, TestSession.Offer(1000)));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-7")]
    public void Policy_refuses_what_it_doesnt_name()
    {
        foreach (var capability in Capabilities.All)
        {
            var session = TestSession.Opened(SessionPolicy.Default with { MaxMinutes = SessionPolicy.Default.MaxMinutes.Remove(capability) });
            var file = capability.IsOneFile() ? TestSession.Offer() : null;
            Assert.Equal("NOT_ALLOWED", session.Do(new TechnicianCommands.Ask(capability, 5, "why", file, TestEvidence.Signed)).Refusal?.Code);
        }
    }

    [Fact]
    public void Nobody_gets_more_minutes_than_the_policy_gives()
    {
        var session = TestSession.Opened(SessionPolicy.Default with { MaxMinutes = SessionPolicy.Default.MaxMinutes.SetItem(Capability.ViewScreen, 7) });

        var channel = session.Open(Capability.ViewScreen, minutes: 480);

        Assert.Equal(session.Now + TimeSpan.FromMinutes(7), session.State.Grants[session.GrantOf(channel)].Until);
    }

    [Fact]
    public void The_operator_is_asked_once_for_one_thing_and_four_things_at_most()
    {
        var session = TestSession.Opened();
        session.Ask(Capability.ViewScreen);
        Assert.Equal("ALREADY_ASKED", session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 5, "again", null, TestEvidence.Signed)).Refusal?.Code);

        session.Ask(Capability.SendFile);
        session.Ask(Capability.FetchFile);
        session.Ask(Capability.ClipboardTo);
        Assert.Equal("TOO_MANY_ASKS", session.Do(new TechnicianCommands.Ask(Capability.ClipboardFrom, 5, "why", null, TestEvidence.Signed)).Refusal?.Code);
    }

    [Theory]
    [Trait("Requirement", "R-AUTHZ-2")]
    [InlineData("time-out", AskOutcome.TimedOut)]
    [InlineData("closed", AskOutcome.PromptClosed)]
    [InlineData("refuse", AskOutcome.Refused)]
    [InlineData("withdraw", AskOutcome.Withdrawn)]
    [InlineData("away", AskOutcome.OperatorAway)]
    [InlineData("link", AskOutcome.LinkLost)]
    [InlineData("end", AskOutcome.SessionOver)]
    public void A_question_that_ended_without_a_yes_cant_be_allowed_any_more(string how, AskOutcome outcome)
    {
        var session = TestSession.Opened();
        var ask = session.Ask(Capability.ViewScreen);

        session.Do(how switch
        {
            "time-out" => new HostCommands.TimeOutPrompt(ask),
            "closed" => new HostCommands.LosePrompt(ask),
            "refuse" => new OperatorCommands.Refuse(ask, AskOutcome.Refused),
            "withdraw" => new TechnicianCommands.Withdraw(ask),
            "away" => new HostCommands.GoAway(),
            "link" => new HostCommands.LoseLink(Party.Technician),
            _ => new HostCommands.End(Party.Operator, EndReason.Closed),
        });
        session.Allow(ask);

        Assert.Contains(new AskEnded(ask, outcome), session.Events);
        Assert.Empty(session.State.Grants);
        Assert.DoesNotContain(session.Events, e => e is Granted or ChannelOpened);
    }

    [Fact]
    public void A_technician_cant_withdraw_what_the_instrument_asks()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen);
        session.Do(new HostCommands.OfferRenewal(session.GrantOf(channel)));
        var offered = Assert.Single(session.State.Asks.Keys);

        Assert.Empty(session.Do(new TechnicianCommands.Withdraw(offered)).Events);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public void A_file_name_that_no_prompt_could_show_is_refused()
    {
        var session = TestSession.Opened();
        var fits = TestSession.Offer() with { Name = new string('n', SessionLimits.FileNameCharacters) };

        Assert.Equal("BAD_FILE", Send(session, fits with { Name = fits.Name + "n" }));
        Assert.Null(Send(session, fits));
    }

    [Fact]
    public void Fifty_refused_requests_end_the_session()
    {
        var session = TestSession.Opened();
        for (var i = 1; i < SessionLimits.RefusedRequests; i++)
        {
            session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 0, "flood", null, TestEvidence.Signed));
        }

        Assert.Equal(SessionPhase.Open, session.State.Phase);
        session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 0, "flood", null, TestEvidence.Signed));

        Assert.Equal(new Ending(Party.Instrument, EndReason.ProtocolViolation), session.Events[^1]);
    }

    private static string? Send(TestSession session, FileOffer file) => session.Do(AskFor(Capability.SendFile, 5, "why", file)).Refusal?.Code;

    private static SessionCommand AskFor(Capability capability, int minutes, string reason, FileOffer? file) =>
        new TechnicianCommands.Ask(capability, minutes, reason, file, TestEvidence.Signed);
}
