using Orchestrator.TestSupport;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>What a ticket limits in a session: its end, and the files of each direction.</summary>
[Trait("Requirement", "R-ZT-2")]
public sealed class TicketTermsTests
{
    private static readonly SessionTime End = new(600_000);

    [Fact]
    public void A_grant_is_cut_to_what_is_left_of_the_ticket()
    {
        var session = Opened();
        session.Wait(TimeSpan.FromMinutes(7.5));

        var asked = session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 20, "why", null, TestEvidence.Signed)).Events.OfType<Asked>().Single();
        var granted = session.Allow(asked.Ask).Events.OfType<Granted>().Single();

        Assert.Equal(3, asked.Minutes);
        Assert.Equal((150, End), (granted.Seconds, granted.Until));
    }

    [Fact]
    public void A_yes_that_comes_when_the_ticket_is_over_opens_nothing()
    {
        var session = Opened();
        session.Wait(TimeSpan.FromMinutes(9.99));
        var ask = session.Ask(Capability.ViewScreen);
        session.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(new AskEnded(ask, AskOutcome.NoLongerPossible, TestEvidence.Receipt), Assert.Single(session.Allow(ask).Events));
    }

    [Fact]
    public void Nothing_can_be_asked_after_the_tickets_end()
    {
        var session = Opened();
        session.Wait(TimeSpan.FromMinutes(10));

        var decision = session.Do(new TechnicianCommands.Ask(Capability.ViewScreen, 5, "why", null, TestEvidence.Signed));

        Assert.Equal("TICKET_OVER", decision.Refusal?.Code);
        Assert.DoesNotContain(decision.Events, e => e is Asked);
    }

    [Fact]
    public void A_grant_that_lasts_as_long_as_the_ticket_is_neither_offered_more_nor_prolonged()
    {
        var session = Opened();
        var channel = session.Open(Capability.ViewScreen, 15);

        Assert.Empty(session.Do(new HostCommands.OfferRenewal(session.GrantOf(channel))).Events);
        var ask = session.Ask(Capability.ViewScreen);
        Assert.Equal(new AskEnded(ask, AskOutcome.NoLongerPossible, TestEvidence.Receipt), Assert.Single(session.Allow(ask).Events));
    }

    [Fact]
    public void At_the_tickets_end_every_gate_is_closed_and_the_grant_over()
    {
        var session = Opened();
        var channel = session.Open(Capability.ViewScreen, 15);
        session.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(GateState.Closed, session.Gate(channel));
        Assert.Contains(session.Tick(), e => e is GrantEnded { Reason: EndReason.Expired });
    }

    [Theory]
    [Trait("Requirement", "R-AUTHZ-8")]
    [InlineData("list.gwl", 10, null)]
    [InlineData("LIST.GWL", 10, null)]
    [InlineData("/runs/in/list.gwl", 10, null)]
    [InlineData("list.exe", 10, "FILE_TYPE")]
    [InlineData("list.gwl.exe", 10, "FILE_TYPE")]
    [InlineData("list", 10, "FILE_TYPE")]
    [InlineData("/etc/list.gwl", 10, "FILE_FOLDER")]
    [InlineData("/runs/in/../list.gwl", 10, "FILE_FOLDER")]
    [InlineData("list.gwl", 11, "FILE_TOO_LARGE")]
    public void A_file_outside_the_tickets_limits_cant_be_asked_for(string name, long size, string? code)
    {
        var session = TestSession.Opened(ticket: Limited);

        var decision = session.Do(new TechnicianCommands.Ask(Capability.SendFile, 5, "why", new FileOffer(name, size, new string('c', 64)), TestEvidence.Signed));

        Assert.Equal(code, decision.Refusal?.Code);
    }

    [Theory]
    [Trait("Requirement", "R-AUTHZ-8")]
    [InlineData("/runs/in/list.gwl", true)]
    [InlineData("/runs/in/below/list.gwl", true)]
    [InlineData("/runs/other/list.gwl", false)]
    [InlineData("/runs/in/list.txt", false)]
    [InlineData("/runs/in/../in/list.gwl", false)]
    public void A_yes_at_a_place_outside_the_tickets_limits_opens_nothing(string path, bool opens)
    {
        var session = TestSession.Opened(ticket: Limited);
        var offer = TestSession.Offer(10);
        var ask = session.Ask(Capability.SendFile, file: offer);

        var events = session.Do(new OperatorCommands.Allow(ask, TestSession.PromptHash, offer, path, TestEvidence.Receipt)).Events;

        Assert.Equal(opens, events.OfType<Granted>().Any());
        Assert.Equal(!opens, events.Contains(new AskEnded(ask, AskOutcome.FileNotAllowed, TestEvidence.Receipt)));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public void The_limits_of_one_direction_arent_those_of_the_other()
    {
        var session = TestSession.Opened(ticket: Limited);

        Assert.Null(session.Do(new TechnicianCommands.Ask(Capability.FetchFile, 5, "why", new FileOffer("/anywhere/run.log", -1, ""), TestEvidence.Signed)).Refusal);
    }

    private static SessionPolicy Limited => SessionPolicy.Default with
    {
        Files = SessionPolicy.Default.Files.Add(Capability.SendFile, new FileLimits(10, FileTypes.Of(".gwl"), Folders.Of("/runs/in"))),
    };

    private static TestSession Opened() => TestSession.Opened(terms: SampleTerms.Until(End));
}
