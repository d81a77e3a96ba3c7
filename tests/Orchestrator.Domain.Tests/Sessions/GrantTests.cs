using Orchestrator.TestSupport;

using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>The operator's yes, and everything that ends it.</summary>
public sealed class GrantTests
{
    [Fact]
    public void One_yes_is_one_grant_and_one_channel()
    {
        var session = TestSession.Opened();

        var events = session.Allow(session.Ask(Capability.ViewScreen, minutes: 5)).Events;

        var granted = Assert.IsType<Granted>(events[0]);
        Assert.Equal((300, TestSession.PromptHash), (granted.Seconds, granted.PromptSha256));
        Assert.Equal(new ChannelOpened(new ChannelId(1), granted.Grant, Capability.ViewScreen), events[1]);
        Assert.Equal(2, events.Length);
        Assert.Equal(GateState.Open, session.Gate(new ChannelId(1)));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public void Every_capability_can_be_revoked_and_its_channel_closes_before_its_grant_ends()
    {
        foreach (var capability in Capabilities.All.Where(c => c != Capability.ControlInput))
        {
            var session = TestSession.Opened();
            var channel = session.Open(capability);
            var grant = session.GrantOf(channel);

            var events = session.Do(new OperatorCommands.Revoke(grant)).Events;

            Assert.Equal(
                [new ChannelClosed(channel, capability, EndReason.OperatorRevoked), new GrantEnded(grant, capability, Party.Operator, EndReason.OperatorRevoked)],
                events.AsEnumerable());
            Assert.Equal(GateState.Closed, session.Gate(channel));
        }
    }

    [Fact]
    public void Closing_the_view_closes_control_first()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        var control = session.Open(Capability.ControlInput);

        var events = session.Do(new TechnicianCommands.Release(session.GrantOf(view))).Events;

        Assert.Equal(new ChannelClosed(control, Capability.ControlInput, EndReason.ViewClosed), events[0]);
        Assert.Equal(new ChannelClosed(view, Capability.ViewScreen, EndReason.TechnicianReleased), events[2]);
        Assert.Empty(session.State.Channels);
    }

    [Fact]
    public void Questions_that_need_the_view_end_with_it()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        var control = session.Ask(Capability.ControlInput);
        var longer = session.Ask(Capability.ViewScreen);

        session.Do(new OperatorCommands.Revoke(session.GrantOf(view)));

        Assert.Empty(session.State.Asks);
        Assert.Contains(new AskEnded(control, AskOutcome.NoLongerPossible), session.Events);
        Assert.Contains(new AskEnded(longer, AskOutcome.NoLongerPossible), session.Events);
    }

    [Fact]
    public void Control_that_was_asked_under_a_view_isnt_granted_once_that_view_has_expired()
    {
        var session = TestSession.Opened();
        session.Open(Capability.ViewScreen, minutes: 1);
        var ask = session.Ask(Capability.ControlInput);
        session.Wait(TimeSpan.FromMinutes(1));

        var events = session.Allow(ask).Events;

        Assert.Equal([new AskEnded(ask, AskOutcome.NoLongerPossible, TestEvidence.Receipt)], events.AsEnumerable());
    }

    [Fact]
    public void A_grant_is_over_at_its_time_even_before_anybody_looks_at_the_clock()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen, minutes: 1);

        session.Wait(TimeSpan.FromMilliseconds(59_999));
        Assert.Equal(GateState.Open, session.Gate(channel));
        Assert.Empty(session.Tick());
        session.Wait(TimeSpan.FromMilliseconds(1));
        Assert.Equal(GateState.Closed, session.Gate(channel));

        Assert.Equal([EndReason.Expired], session.Tick().OfType<ChannelClosed>().Select(e => e.Reason));
        Assert.Empty(session.Tick());
    }

    [Fact]
    public void View_and_control_that_expire_together_are_each_closed_once()
    {
        var session = TestSession.Opened();
        session.Open(Capability.ViewScreen, minutes: 1);
        session.Open(Capability.ControlInput, minutes: 1);
        session.Wait(TimeSpan.FromMinutes(1));

        var events = session.Tick();

        Assert.Equal([Capability.ControlInput, Capability.ViewScreen], events.OfType<ChannelClosed>().Select(e => e.Capability));
        Assert.Equal(2, events.OfType<GrantEnded>().Count());
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public void One_file_grant_is_one_file_and_the_next_one_is_asked_again()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.SendFile);
        Assert.Equal(TestSession.Offer(), session.State.Channels[channel].File);

        var events = session.Do(new HostCommands.CompleteFile(channel, TestSession.Offer())).Events;

        Assert.Equal(new FileCompleted(channel, TestSession.Offer()), events[0]);
        Assert.Empty(session.State.Grants);
        Assert.Empty(session.Do(new HostCommands.CompleteFile(channel, TestSession.Offer())).Events);
        session.Ask(Capability.SendFile);
    }

    [Fact]
    public void A_question_for_a_second_file_doesnt_prolong_the_first()
    {
        var session = TestSession.Opened();
        session.Open(Capability.FetchFile);

        var asked = session.Do(new TechnicianCommands.Ask(Capability.FetchFile, 5, "another", new FileOffer("", -1, ""), TestEvidence.Signed)).Events.OfType<Asked>().Single();

        Assert.Null(asked.Renews);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public void A_yes_to_another_file_than_the_one_asked_for_is_no()
    {
        foreach (var (file, path) in new (FileOffer?, string?)[]
        {
            (TestSession.Offer(hash: 'd'), "/runs/a"), (TestSession.Offer(size: 999), "/runs/a"), (TestSession.Offer(), ""), (TestSession.Offer(), null), (null, "/runs/a"),
        })
        {
            var session = TestSession.Opened();
            var ask = session.Ask(Capability.SendFile);

            var events = session.Do(new OperatorCommands.Allow(ask, TestSession.PromptHash, file, path, TestEvidence.Receipt)).Events;

            Assert.Equal([new AskEnded(ask, AskOutcome.FileNotAllowed, TestEvidence.Receipt)], events.AsEnumerable());
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-3")]
    public void A_yes_names_the_signed_ask_that_it_answers_and_carries_its_receipt()
    {
        var session = TestSession.Opened();
        var granted = session.Allow(session.Ask(Capability.ViewScreen)).Events.OfType<Granted>().Single();
        Assert.Equal((TestEvidence.Signed.Sha256, TestEvidence.Receipt), (granted.AskSha256, granted.Receipt));
        Assert.Equal(TestEvidence.Signed, session.Events.OfType<Asked>().Single().Signed);

        var asked = session.Allow(session.Ask(Capability.ViewScreen)).Events.OfType<Renewed>().Single();
        Assert.Equal((TestEvidence.Signed.Sha256, TestEvidence.Receipt), (asked.AskSha256, asked.Receipt));

        var offered = session.Do(new HostCommands.OfferRenewal(granted.Grant)).Events.OfType<Asked>().Single();
        Assert.Null(offered.Signed);
        var renewed = session.Allow(offered.Ask).Events.OfType<Renewed>().Single();
        Assert.Equal(("", TestEvidence.Receipt), (renewed.AskSha256, renewed.Receipt));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-3")]
    public void A_no_carries_its_receipt_and_what_nobody_answered_has_none()
    {
        var session = TestSession.Opened();
        var ask = session.Ask(Capability.ViewScreen);
        Assert.Equal([new AskEnded(ask, AskOutcome.Refused, TestEvidence.Receipt)], session.Do(new OperatorCommands.Refuse(ask, AskOutcome.Refused, TestEvidence.Receipt)).Events.AsEnumerable());

        var other = session.Ask(Capability.ViewScreen);
        Assert.Equal([new AskEnded(other, AskOutcome.TimedOut)], session.Do(new HostCommands.TimeOutPrompt(other)).Events.AsEnumerable());
    }

    [Fact]
    public void Failing_parts_end_what_they_carried()
    {
        var session = TestSession.Opened();
        var view = session.Open(Capability.ViewScreen);
        var file = session.Open(Capability.FetchFile);

        session.Do(new HostCommands.FailFile(file, "disk full"));
        var events = session.Do(new HostCommands.FailChannel(view, "its actor failed")).Events;

        Assert.Contains(new FileFailed(file, "disk full"), session.Events);
        Assert.Equal(new PartFailed("channel 1", "its actor failed"), events[0]);
        Assert.Empty(session.State.Grants);
        Assert.Empty(session.State.Channels);
    }

    [Fact]
    public void Renewal_moves_the_end_of_the_same_grant_and_channel()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen, minutes: 5);
        var grant = session.GrantOf(channel);
        session.Wait(TimeSpan.FromMinutes(3));
        session.Do(new HostCommands.OfferRenewal(grant));
        var offered = Assert.Single(session.State.Asks.Values);
        Assert.Equal((Party.Instrument, (GrantId?)grant), (offered.By, offered.Renews));

        session.Allow(offered.Id);

        Assert.Equal(session.Now + TimeSpan.FromMinutes(20), session.State.Grants[grant].Until);
        Assert.Equal([channel], session.State.Channels.Keys);
    }

    [Fact]
    public void A_yes_to_a_renewal_after_the_end_revives_nothing()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen, minutes: 1);
        session.Do(new HostCommands.OfferRenewal(session.GrantOf(channel)));
        var ask = Assert.Single(session.State.Asks.Keys);
        session.Wait(TimeSpan.FromMinutes(1));

        session.Allow(ask);

        Assert.Equal(GateState.Closed, session.Gate(channel));
        Assert.DoesNotContain(session.Events, e => e is Renewed);
    }

    [Fact]
    public void Taking_everything_back_ends_grants_and_questions()
    {
        var session = TestSession.Opened();
        session.Open(Capability.ViewScreen);
        session.Open(Capability.ControlInput);
        session.Open(Capability.SendFile);
        session.Ask(Capability.ClipboardTo);

        session.Do(new OperatorCommands.RevokeAll());

        Assert.Empty(session.State.Asks);
        Assert.Empty(session.State.Grants);
        Assert.Empty(session.State.Channels);
        Assert.Equal(SessionPhase.Open, session.State.Phase);
    }
}
