using Akka.Actor;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>Present: the face is open, the session of the operating system isn't locked, and the operator gave local input within the policy's time.</summary>
[Trait("Requirement", "R-AUTHZ-2")]
public sealed class PresenceSpecs : InstrumentSpecs
{
    [Fact]
    public async Task A_locked_session_holds_everything_at_once_and_only_a_key_after_it_lets_it_go_on()
    {
        await OpenedAsync();
        var view = await OpenAsync(Capability.ViewScreen);

        await LockAsync(true);
        Assert.Equal(GateState.Held, view.Gate.State);
        Assert.IsType<OperatorAway>(Journal.Written[^1]);
        Assert.Contains("locked", Face.View!.Notice, StringComparison.Ordinal);

        // What comes while it is locked comes from nobody who could see the screen.
        await TouchAsync();
        await LockAsync(false);
        Assert.Equal(GateState.Held, view.Gate.State);

        await TouchAsync();
        await WrittenAsync<OperatorBack>();
        await World.UntilAsync(() => view.Gate.IsOpen);
    }

    [Fact]
    public async Task A_question_at_a_locked_session_is_answered_with_no_and_a_yes_counts_for_nothing()
    {
        await OpenedAsync();
        var prompt = await AskAsync(Capability.ViewScreen);

        await LockAsync(true);
        prompt.Answer(new PromptAnswer.Allowed());
        await SettleAsync(Session);

        Assert.Equal(new AskEnded(prompt.Prompt.Ask, AskOutcome.OperatorAway), Last<AskEnded>());
        Assert.DoesNotContain(Journal.Written, e => e is Granted);
    }

    [Fact]
    public async Task A_session_that_was_locked_before_it_opened_is_away_from_the_start()
    {
        await JoinedAsync();
        await LockAsync(true);
        Session.Tell(new PinGiven(new Protocol.SecretText("123456")), ActorRefs.NoSender);
        Session.Tell(new SasTyped(new Protocol.SecretText("424242")), ActorRefs.NoSender);
        await PhaseAsync(SessionPhase.Open);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(1));

        await WrittenAsync<OperatorAway>();
    }

    [Fact]
    public async Task The_operator_is_warned_thirty_seconds_before_and_a_key_is_enough()
    {
        await OpenedAsync(SessionPolicy.Default with { PresenceMinutes = 1 });
        var view = await OpenAsync(Capability.ViewScreen);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("still there", Face.View!.Notice, StringComparison.Ordinal);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        Assert.Contains("still there", Face.View!.Notice, StringComparison.Ordinal);

        await TouchAsync();
        await AdvanceAsync(Session, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(1));
        Assert.True(view.Gate.IsOpen);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(1));
        await WrittenAsync<OperatorAway>();
        Assert.Equal(GateState.Held, view.Gate.State);
    }

    private async Task LockAsync(bool isLocked)
    {
        Session.Tell(new SessionLock(isLocked), ActorRefs.NoSender);
        await SettleAsync(Session);
    }

    private async Task TouchAsync()
    {
        Session.Tell(LocalInput.Instance, ActorRefs.NoSender);
        await SettleAsync(Session);
    }
}
