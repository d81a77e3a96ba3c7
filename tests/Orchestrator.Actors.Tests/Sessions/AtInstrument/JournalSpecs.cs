using Akka.Actor;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>What enlarges waits for both logs; what shrinks waits for nothing; without a log there is no session.</summary>
public sealed class JournalSpecs : InstrumentSpecs
{
    [Fact]
    public async Task A_grant_is_effective_only_when_it_is_durable_here_and_at_the_broker()
    {
        await OpenedAsync();
        Wire.StoresAtOnce = false;
        (await AskAsync(Capability.ViewScreen)).Answer(Yes(Capability.ViewScreen));
        await WrittenAsync<ChannelOpened>();
        await SettleAsync(Session);

        Assert.Empty(Effective.Grants);
        Assert.Empty(Wire.Channels);
        Session.Tell(new InstrumentMessages.BrokerStored(Wire.Sent[^2]));
        await World.UntilAsync(() => Effective.Grants.Count == 1);
        await SettleAsync(Session);
        Assert.Empty(Wire.Channels);
        Session.Tell(new InstrumentMessages.BrokerStored(Wire.Sent[^1]));
        await World.UntilAsync(() => Pumps.Made.Count == 1);
        await SettleAsync(Session);
        Assert.True(Wire.Channels[new ChannelId(1)].Gate.IsOpen);
    }

    [Fact]
    public async Task A_grant_whose_append_is_pending_opens_nothing()
    {
        await OpenedAsync();
        var prompt = await AskAsync(Capability.ViewScreen);
        Journal.IsManual = true;
        prompt.Answer(Yes(Capability.ViewScreen));
        await World.UntilAsync(() => Journal.Pending == 1);
        await SettleAsync(Session);

        Assert.Empty(Effective.Grants);
        Assert.Empty(Wire.Channels);
        Journal.CompleteAll();
        await World.UntilAsync(() => Pumps.Made.Count == 1);
    }

    [Fact]
    public async Task What_shrinks_takes_effect_at_once_while_an_append_is_pending()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);
        Journal.IsManual = true;
        await DoAsync(new OperatorCommands.Chat("one moment"));
        Assert.Equal(1, Journal.Pending);

        await DoAsync(new OperatorCommands.RevokeAll());

        Assert.Equal(GateState.Closed, view.Gate.State);
        Assert.True(view.IsCut);
        Assert.DoesNotContain(Journal.Written, e => e is ChannelClosed);
        Journal.CompleteAll();
        await World.UntilAsync(() => Effective.Grants.IsEmpty);
        Assert.Equal(EndReason.OperatorRevoked, Last<GrantEnded>().Reason);
    }

    [Fact]
    public async Task A_grant_that_is_taken_back_while_it_waits_for_the_broker_never_opens()
    {
        await OpenedAsync();
        Wire.StoresAtOnce = false;
        (await AskAsync(Capability.ViewScreen)).Answer(Yes(Capability.ViewScreen));
        await WrittenAsync<ChannelOpened>();
        var waiting = Wire.Sent.Count - 1;

        await DoAsync(new OperatorCommands.RevokeAll());
        await WrittenAsync<GrantEnded>();
        Session.Tell(new InstrumentMessages.BrokerStored(Wire.Sent[waiting]));
        await World.UntilAsync(() => Face.View!.State.LastIds.Channel.Value == 1 && Effective.Channels.IsEmpty);

        Assert.Empty(Wire.Channels);
        Assert.Empty(Pumps.Made);
    }

    [Fact]
    public async Task A_channel_that_never_opened_is_counted_with_nothing()
    {
        await OpenedAsync();
        Wire.StoresAtOnce = false;
        (await AskAsync(Capability.ViewScreen)).Answer(Yes(Capability.ViewScreen));
        await WrittenAsync<ChannelOpened>();
        await DoAsync(new OperatorCommands.RevokeAll());
        await WrittenAsync<GrantEnded>();
        await SettleAsync(Session);

        Session.Tell(new InstrumentMessages.BrokerStored(Wire.Sent[^1]));
        await WrittenAsync<ChannelMetered>();

        Assert.Equal(new ChannelMetered(new ChannelId(1), 0, 0, 0, 0), Last<ChannelMetered>());
    }

    [Fact]
    public async Task Requests_wait_while_something_is_being_written_and_are_answered_in_order()
    {
        await OpenedAsync();
        Journal.IsManual = true;
        var asker = CreateTestProbe();
        Session.Tell(new InstrumentMessages.Do(new OperatorCommands.Chat("first")), asker);
        await asker.ExpectMsgAsync<InstrumentMessages.Carried>();

        Session.Tell(new InstrumentMessages.Do(new OperatorCommands.Chat("second")), asker);
        Session.Tell(new InstrumentMessages.Do(new OperatorCommands.Chat("third")), asker);
        await SettleAsync(Session);
        Assert.Equal(1, Journal.Pending);
        Assert.False(asker.HasMessages);

        Journal.CompleteAll();
        Assert.Equal(new OperatorCommands.Chat("second"), (await asker.ExpectMsgAsync<InstrumentMessages.Carried>()).Command);
        Assert.Equal(new OperatorCommands.Chat("third"), (await asker.ExpectMsgAsync<InstrumentMessages.Carried>()).Command);
        await World.UntilAsync(() => Journal.Written.OfType<ChatPosted>().Count() == 3);
        Assert.Equal(["first", "second", "third"], Journal.Written.OfType<ChatPosted>().Select(e => e.Text));
    }

    [Fact]
    public async Task An_operators_yes_waits_like_every_other_request_that_enlarges()
    {
        await OpenedAsync();
        var prompt = await AskAsync(Capability.ViewScreen);
        Journal.IsManual = true;
        await DoAsync(new OperatorCommands.Chat("writing"));

        prompt.Answer(Yes(Capability.ViewScreen));
        await SettleAsync(Session);
        await DoAsync(new TechnicianCommands.Withdraw(prompt.Prompt.Ask));
        Journal.CompleteAll();
        await WrittenAsync<AskEnded>();
        await SettleAsync(Session);

        Assert.DoesNotContain(Journal.Written, e => e is Granted);
    }

    [Fact]
    public async Task More_than_a_hundred_waiting_requests_are_turned_away()
    {
        await OpenedAsync();
        Journal.IsManual = true;
        await DoAsync(new OperatorCommands.Chat("writing"));
        for (var i = 0; i < 100; i++)
        {
            Session.Tell(new InstrumentMessages.Do(new OperatorCommands.Chat("flood")), ActorRefs.NoSender);
        }

        var asker = CreateTestProbe();
        Ask(Capability.ViewScreen, from: asker);

        Assert.Equal("BUSY", (await asker.ExpectMsgAsync<InstrumentMessages.Refused>()).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_cant_be_written_ends_the_session_at_once(bool throws)
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);
        (Journal.IsBroken, Journal.ThrowsAtOnce) = (!throws, throws);

        Session.Tell(new InstrumentMessages.Do(new OperatorCommands.Chat("anything")));
        await StoppedAsync(Session);

        Assert.Equal(GateState.Closed, view.Gate.State);
        Assert.True(view.IsCut);
        Assert.Null(Face.Summary);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task A_disk_that_is_full_between_a_grants_record_and_its_channels_leaves_no_end_without_a_beginning()
    {
        await OpenedAsync();
        Journal.IsFull = e => e is ChannelOpened;
        (await AskAsync(Capability.ViewScreen)).Answer(Yes(Capability.ViewScreen));
        await StoppedAsync(Session);

        Assert.Contains(Journal.Written, e => e is Granted);
        Assert.Contains(Journal.Written, e => e is GrantEnded);
        Assert.DoesNotContain(Journal.Written, e => e is ChannelOpened or ChannelClosed or ChannelMetered);
        Assert.Equal(EndReason.LogFailed, Last<Ending>().Reason);
        Assert.Empty(Assert.IsType<Ended>(Journal.Written[^1]).Unmetered);
        Assert.Empty(Wire.Channels);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task A_revocation_that_finds_no_room_still_cuts_and_the_end_closes_what_the_log_has_open()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);
        var failed = 0;
        Journal.IsFull = e => e is GrantEnded && Interlocked.Increment(ref failed) == 1;
        await DoAsync(new OperatorCommands.RevokeAll());
        await StoppedAsync(Session);

        Assert.True(view.IsCut);
        Assert.Single(Journal.Written, e => e is ChannelOpened);
        Assert.Single(Journal.Written, e => e is ChannelClosed);
        Assert.IsType<Ended>(Journal.Written[^1]);
        Assert.Empty(Effective.Channels);
    }

    [Fact]
    public async Task A_broker_that_doesnt_confirm_for_ten_seconds_ends_the_session_and_the_log_has_its_end()
    {
        await OpenedAsync();
        Wire.StoresAtOnce = false;
        (await AskAsync(Capability.ViewScreen)).Answer(Yes(Capability.ViewScreen));
        await WrittenAsync<ChannelOpened>();
        await DoAsync(new OperatorCommands.Chat("hm"));

        await AdvanceAsync(Session, TimeSpan.FromSeconds(9.5));
        Assert.DoesNotContain(Journal.Written, e => e is Ending);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(3));
        await StoppedAsync(Session);

        Assert.Equal(EndReason.LogFailed, Last<Ending>().Reason);
        Assert.IsType<Ended>(Journal.Written[^1]);
        Assert.Contains(Journal.Written, e => e is GrantEnded);
        Assert.Empty(Wire.Channels);
        Assert.Equal(EndReason.LogFailed, Face.Summary?.Reason);
    }

    [Fact]
    public async Task What_was_taken_back_before_the_broker_fell_silent_is_in_the_log()
    {
        await OpenedAsync();
        Wire.StoresAtOnce = false;
        var prompt = await AskAsync(Capability.ViewScreen);
        Journal.IsManual = true;
        prompt.Answer(Yes(Capability.ViewScreen));
        await World.UntilAsync(() => Journal.Pending == 1);
        Journal.Complete();
        await SettleAsync(Session);
        await DoAsync(new OperatorCommands.RevokeAll());

        await AdvanceAsync(Session, TimeSpan.FromSeconds(10));
        Journal.CompleteAll();
        await WrittenAsync<Ending>();

        Assert.Equal(EndReason.OperatorRevoked, Last<ChannelClosed>().Reason);
        Assert.Equal(EndReason.OperatorRevoked, Last<GrantEnded>().Reason);
    }

    [Fact]
    public async Task A_broker_that_dies_before_it_has_stored_the_start_still_leaves_a_session_that_ends()
    {
        Wire.StoresAtOnce = false;
        Create();
        await WrittenAsync<Started>();

        await DoAsync(new HostCommands.LoseLink(Party.Broker));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(12));
        Assert.DoesNotContain(Journal.Written, e => e is Ending);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(9));
        await StoppedAsync(Session);

        Assert.IsType<Ended>(Journal.Written[^1]);
        Assert.NotNull(Face.Summary);
    }
}
