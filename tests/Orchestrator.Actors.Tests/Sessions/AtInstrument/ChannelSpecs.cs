using Akka.Actor;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>Channels at the instrument: cut first, recorded next, counted when the broker has the close, never brought back.</summary>
public sealed class ChannelSpecs : InstrumentSpecs
{
    private static readonly ChannelId One = new(1);

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task Revoking_closes_the_gate_and_cuts_the_wire_before_anything_is_written()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);

        await DoAsync(new OperatorCommands.Revoke(new GrantId(1)));
        await WrittenAsync<GrantEnded>();

        var log = World.Log.ToList();
        Assert.Equal(GateState.Closed, view.Gate.State);
        Assert.True(log.IndexOf("cut 1") is var cut and >= 0 && cut < log.IndexOf("written ChannelClosed"));
        await World.UntilAsync(() => Pumps.Made[One].IsDisposed);
        Assert.True(Pumps.Made[One].Stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task A_channel_takes_records_before_the_technician_hears_of_it()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);

        var log = World.Log.ToList();
        var told = Wire.Sent[Journal.Written.ToList().FindIndex(e => e is ChannelOpened)];
        Assert.True(log.IndexOf("opened 1") is var opened and >= 0 && opened < log.IndexOf($"shown {told}"));
        Assert.Equal(GateState.Open, view.Gate.State);
    }

    [Fact]
    public async Task A_closed_channel_is_counted_when_the_broker_has_its_close()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);
        Wire.StoresAtOnce = false;
        await DoAsync(new OperatorCommands.RevokeAll());
        await WrittenAsync<GrantEnded>();
        await SettleAsync(Session);
        Assert.DoesNotContain(Journal.Written, e => e is ChannelMetered);

        view.Counts = new ChannelCounts(3, 300, 4, 400);
        Session.Tell(new Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages.BrokerStored(Wire.Sent[^1]));
        await WrittenAsync<ChannelMetered>();

        Assert.Equal(new ChannelMetered(One, 3, 300, 4, 400), Last<ChannelMetered>());
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task The_gate_of_a_grant_whose_time_is_over_closes_without_the_actor()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen, minutes: 1);

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(GateState.Closed, view.Gate.State);
        Assert.False(view.IsCut);
        await AdvanceAsync(Session, TimeSpan.FromMilliseconds(500));
        await WrittenAsync<GrantEnded>();
        Assert.Equal(EndReason.Expired, Last<ChannelClosed>().Reason);
        Assert.True(view.IsCut);
    }

    [Theory]
    [InlineData("running")]
    [InlineData("held")]
    [InlineData("pump ended")]
    public async Task A_channel_actor_that_dies_in_any_state_is_cut_recorded_and_never_restarted(string state)
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);
        var actor = await FindAsync("session/channel-1");
        if (state == "held")
        {
            await DoAsync(new OperatorCommands.Pause());
        }
        else if (state == "pump ended")
        {
            Pumps.Made[One].Done.SetResult(new PumpEnd(PumpOutcome.Cut));
            await SettleAsync(actor);
        }

        actor.Tell(Kill.Instance);
        await WrittenAsync<GrantEnded>();
        await DoAsync(new OperatorCommands.Resume());
        await DoAsync(new OperatorCommands.Chat("anything"));

        Assert.Equal(GateState.Closed, view.Gate.State);
        Assert.True(view.IsCut);
        Assert.Equal("channel 1", Last<PartFailed>().Part);
        Assert.Equal(EndReason.Failed, Last<ChannelClosed>().Reason);
        await World.UntilAsync(() => Effective.Grants.IsEmpty);
        Assert.Single(Wire.Channels);
        Assert.Single(World.Log, "pump 1 runs");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pump_that_throws_takes_its_channel_and_grant_with_it(bool atOnce)
    {
        await OpenedAsync();
        Pumps.Prepare = pump => pump.ThrowsAtOnce = atOnce;
        var view = await OpenAsync(Capability.ViewScreen);
        if (!atOnce)
        {
            Pumps.Made[One].Done.SetException(new InvalidOperationException("no screen"));
        }

        await WrittenAsync<GrantEnded>();

        Assert.Equal("channel 1", Last<PartFailed>().Part);
        Assert.True(view.IsCut);
        Assert.Equal(GateState.Closed, view.Gate.State);
        await World.UntilAsync(() => Pumps.Made[One].IsDisposed);
    }

    [Fact]
    public async Task A_pump_that_ends_as_failed_ends_its_grant()
    {
        await OpenedAsync();
        await OpenAsync(Capability.ViewScreen);

        Pumps.Made[One].Done.SetResult(new PumpEnd(PumpOutcome.Failed, "The display is gone."));
        await WrittenAsync<GrantEnded>();

        Assert.Equal(new PartFailed("channel 1", "The display is gone."), Last<PartFailed>());
    }

    [Fact]
    public async Task A_technician_who_breaks_a_channels_protocol_ends_the_session()
    {
        await OpenedAsync();
        await OpenAsync(Capability.ViewScreen);

        Pumps.Made[One].Done.SetResult(new PumpEnd(PumpOutcome.Violation, "a frame towards the instrument"));
        await WrittenAsync<Ending>();

        Assert.Equal(EndReason.ProtocolViolation, Last<Ending>().Reason);
    }

    [Fact]
    public async Task A_file_channel_opens_with_its_file_and_its_place()
    {
        await OpenedAsync();

        var channel = await OpenAsync(Capability.SendFile);

        Assert.Equal((Worklist, "/runs/worklist.gwl"), (Pumps.Made[One].File, Pumps.Made[One].Path));
        Assert.True(channel.Gate.IsOpen);
    }

    [Fact]
    public async Task A_file_channel_whose_acceptance_the_broker_hasnt_stored_stays_shut()
    {
        await OpenedAsync();
        Wire.StoresAtOnce = false;
        (await AskAsync(Capability.SendFile)).Answer(Yes(Capability.SendFile));
        await WrittenAsync<FileAccepted>();
        await SettleAsync(Session);

        Session.Tell(new Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages.BrokerStored(Wire.Sent[^2]));
        await World.UntilAsync(() => Effective.Channels.Count == 1);
        await SettleAsync(Session);
        Assert.Empty(Pumps.Made);
        Session.Tell(new Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages.BrokerStored(Wire.Sent[^1]));
        await World.UntilAsync(() => Pumps.Made.Count == 1);

        Assert.Equal(Worklist, Pumps.Made[One].File);
    }

    [Theory]
    [InlineData(PumpOutcome.Done)]
    [InlineData(PumpOutcome.Failed)]
    public async Task A_file_pumps_end_is_the_files_end(PumpOutcome outcome)
    {
        await OpenedAsync();
        await OpenAsync(Capability.SendFile);

        Pumps.Made[One].Done.SetResult(new PumpEnd(outcome, "disk full", outcome == PumpOutcome.Done ? Worklist : null));
        await WrittenAsync<GrantEnded>();

        Assert.Equal(outcome == PumpOutcome.Done, Journal.Written.Contains(new FileCompleted(One, Worklist)));
        Assert.Equal(outcome == PumpOutcome.Failed, Journal.Written.Contains(new FileFailed(One, "disk full")));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task The_pause_key_holds_until_the_session_has_heard_of_it_whatever_it_does_meanwhile()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);

        Keys.HoldView();
        await DoAsync(new OperatorCommands.Chat("something else happens first"));
        await WrittenAsync<ChatPosted>();
        await SettleAsync(Session);
        Assert.Equal(GateState.Held, view.Gate.State);

        await DoAsync(new OperatorCommands.Pause());
        Assert.Equal(GateState.Held, view.Gate.State);
        await DoAsync(new OperatorCommands.Resume());
        await World.UntilAsync(() => view.Gate.IsOpen);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task The_pause_key_lets_go_of_the_clipboard_once_the_session_has_heard_of_it()
    {
        await OpenedAsync();
        var clipboard = await OpenAsync(Capability.ClipboardTo);

        Keys.HoldView();
        Assert.Equal(GateState.Held, clipboard.Gate.State);
        await DoAsync(new OperatorCommands.Pause());
        await DoAsync(new OperatorCommands.Pause());

        await World.UntilAsync(() => clipboard.Gate.IsOpen);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task The_stop_key_closes_every_gate_before_the_session_hears_of_it()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);
        var file = await OpenAsync(Capability.SendFile);

        Keys.CloseAll();

        Assert.Equal([GateState.Closed, GateState.Closed], new[] { view, file }.Select(c => c.Gate.State));
        await DoAsync(new OperatorCommands.Chat("the session goes on"));
        Assert.Equal(GateState.Closed, view.Gate.State);
    }
}
