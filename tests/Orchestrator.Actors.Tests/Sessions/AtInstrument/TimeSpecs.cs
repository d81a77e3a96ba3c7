using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>The session's clock: who joins too late, who goes away, what ends soon, and the end itself.</summary>
public sealed class TimeSpecs : InstrumentSpecs
{
    [Fact]
    public async Task Nobody_joined_for_thirty_minutes_and_it_closes_itself()
    {
        await WaitingAsync();

        await AdvanceAsync(Session, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(1));
        Assert.Equal(SessionPhase.Waiting, Effective.Phase);
        await AdvanceAsync(Session, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await StoppedAsync(Session);

        Assert.Equal(EndReason.NobodyJoined, Face.Summary?.Reason);
        Assert.IsType<Ended>(Journal.Written[^1]);
    }

    [Fact]
    public async Task A_session_with_a_technician_doesnt_die_of_its_age()
    {
        await JoinedAsync();

        await AdvanceAsync(Session, TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(1));

        Assert.Equal(SessionPhase.Joined, Effective.Phase);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task Without_local_input_the_operator_is_warned_and_then_everything_is_held_until_a_key_is_pressed()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen, minutes: 20);

        await AdvanceAsync(Session, TimeSpan.FromMinutes(9), TimeSpan.FromSeconds(30));
        Assert.Equal("", Face.View!.Notice);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(30));
        Assert.Contains("still there", Face.View!.Notice, StringComparison.Ordinal);
        Assert.True(view.Gate.IsOpen);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(30));
        Assert.Equal(GateState.Held, view.Gate.State);
        await WrittenAsync<OperatorAway>();

        Session.Tell(InstrumentMessages.LocalInput.Instance, Akka.Actor.ActorRefs.NoSender);
        await World.UntilAsync(() => view.Gate.IsOpen);
    }

    [Fact]
    public async Task Two_minutes_before_a_grant_ends_the_operator_is_asked_once_whether_it_goes_on()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen, minutes: 6);

        await AdvanceAsync(Session, TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(1));
        await World.UntilAsync(() => Face.Prompts.Count == 2);
        Assert.True(Face.Prompts[1].Prompt.IsRenewal);
        Face.Prompts[1].Answer(new PromptAnswer.Refused());
        await AdvanceAsync(Session, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1));
        Assert.Equal(2, Face.Prompts.Count);
        Assert.True(view.Gate.IsOpen);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(21), TimeSpan.FromSeconds(1));
        await WrittenAsync<GrantEnded>();
        Assert.Equal(EndReason.Expired, Last<GrantEnded>().Reason);
    }

    [Fact]
    public async Task A_renewal_moves_the_gates_deadline()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen, minutes: 6);
        await AdvanceAsync(Session, TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(1));
        await World.UntilAsync(() => Face.Prompts.Count == 2);

        Face.Prompts[1].Answer(new PromptAnswer.Allowed());
        await WrittenAsync<Renewed>();
        await World.UntilAsync(() => view.Gate.IsOpen);
        await AdvanceAsync(Session, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));

        Assert.True(view.Gate.IsOpen);
    }

    [Fact]
    public async Task A_short_grant_isnt_offered_again_at_once()
    {
        await OpenedAsync();
        await OpenAsync(Capability.ViewScreen, minutes: 1);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(1));

        Assert.Single(Face.Prompts);
    }

    [Fact]
    public async Task The_end_waits_for_the_counts_and_then_says_good_bye_once_the_broker_has_it()
    {
        await OpenedAsync();
        await OpenAsync(Capability.ViewScreen);

        Session.Tell(new InstrumentMessages.Do(new HostCommands.End(Party.Operator, EndReason.Closed)), Akka.Actor.ActorRefs.NoSender);
        await StoppedAsync(Session);

        Assert.True(Last<Ended>().Unmetered.IsEmpty);
        Assert.Contains(Journal.Written, e => e is ChannelMetered);
        Assert.Equal("finished", World.Log[^1]);
        Assert.True(World.Log.ToList().IndexOf("good-bye") > World.Log.ToList().IndexOf("written Ended"));
        var line = Assert.Single(Face.Summary!.Lines);
        Assert.Equal(Capability.ViewScreen, line.Capability);
        Assert.Equal(Party.Operator, Face.Summary.EndedBy);
    }

    [Fact]
    public async Task The_end_doesnt_wait_for_a_broker_that_stores_nothing_any_more()
    {
        await OpenedAsync();
        await OpenAsync(Capability.ViewScreen);
        Wire.StoresAtOnce = false;

        await DoAsync(new HostCommands.End(Party.Operator, EndReason.Closed));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(4));
        await StoppedAsync(Session);

        Assert.Equal([new ChannelId(1)], Last<Ended>().Unmetered.AsEnumerable());
        Assert.NotNull(Face.Summary);
    }

    [Fact]
    public async Task The_good_bye_stands_behind_the_checkpoint_over_the_end()
    {
        await OpenedAsync();
        var signing = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        Journal.Signing = signing.Task;

        await DoAsync(new HostCommands.End(Party.Operator, EndReason.Closed));
        await SettleAsync(Session);
        Assert.IsType<Ended>(Journal.Written[^1]);
        Assert.DoesNotContain("good-bye", World.Log);

        signing.SetResult(new byte[] { 1 });
        await StoppedAsync(Session);

        Assert.Contains("good-bye", World.Log);
    }

    [Fact]
    public async Task A_slow_signature_over_the_end_is_waited_for_also_when_the_broker_confirms_nothing()
    {
        await OpenedAsync();
        var signing = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        Journal.Signing = signing.Task;
        Wire.StoresAtOnce = false;

        await DoAsync(new HostCommands.End(Party.Operator, EndReason.Closed));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(1));
        Assert.Null(Face.Summary);

        signing.SetResult(new byte[] { 1 });
        await AdvanceUntilStoppedAsync(Session);

        Assert.NotNull(Face.Summary);
        Assert.Contains("good-bye", World.Log);
    }

    [Fact]
    public async Task A_good_bye_that_hangs_doesnt_keep_it_alive()
    {
        await OpenedAsync();
        Wire.HangsAtGoodbye = true;

        await DoAsync(new HostCommands.End(Party.Operator, EndReason.Closed));
        await World.UntilAsync(() => World.Log.Contains("good-bye"));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(2));
        await StoppedAsync(Session);

        Assert.NotNull(Face.Summary);
    }

    [Fact]
    [Trait("Requirement", "R-HS-13")]
    public async Task Three_wrong_PINs_end_it()
    {
        await JoinedAsync();
        foreach (var pin in new[] { "000000", "12345", "1234567" })
        {
            Session.Tell(new InstrumentMessages.PinGiven(new SecretText(pin)), Akka.Actor.ActorRefs.NoSender);
        }

        await StoppedAsync(Session);

        Assert.Equal(EndReason.PinExhausted, Face.Summary?.Reason);
    }

    [Fact]
    [Trait("Requirement", "R-HS-13")]
    public async Task Two_wrong_comparisons_end_it()
    {
        await JoinedAsync();
        Session.Tell(new InstrumentMessages.SasTyped(new SecretText("000000")), Akka.Actor.ActorRefs.NoSender);
        await SettleAsync(Session);
        Session.Tell(new InstrumentMessages.SasTyped(new SecretText("111111")), Akka.Actor.ActorRefs.NoSender);
        await StoppedAsync(Session);

        Assert.Equal(EndReason.SasExhausted, Face.Summary?.Reason);
    }

    [Fact]
    public async Task A_lost_link_suspends_and_ends_the_session_after_the_grace()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);

        await DoAsync(new HostCommands.LoseLink(Party.Broker));
        Assert.Equal(GateState.Held, view.Gate.State);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(19.5));
        Assert.Equal(GateState.Held, view.Gate.State);
        Wire.StoresAtOnce = false;
        await AdvanceAsync(Session, TimeSpan.FromSeconds(3));
        await StoppedAsync(Session);

        Assert.Equal(EndReason.LinkLost, Face.Summary?.Reason);
        Assert.True(view.IsCut);
    }
}
