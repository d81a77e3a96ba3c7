using Akka.Actor;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>A question to the operator: screen and input stop first, only a yes is a yes, and whatever fails means no.</summary>
public sealed class PromptSpecs : InstrumentSpecs
{
    [Fact]
    [Trait("Requirement", "R-AUTHZ-3")]
    public async Task Gates_are_held_and_pumps_are_quiet_before_the_operator_is_asked()
    {
        await OpenedAsync();
        Pumps.Prepare = pump => pump.Quiet = new TaskCompletionSource();
        var view = await OpenAsync(Capability.ViewScreen);

        Ask(Capability.ClipboardTo);
        await World.UntilAsync(() => World.Log.Contains("quiesce 1"));
        await SettleAsync(Session);
        Assert.Equal(GateState.Held, view.Gate.State);
        Assert.Single(Face.Prompts);

        Pumps.Made[new ChannelId(1)].Quiet!.SetResult();
        await World.UntilAsync(() => Face.Prompts.Count == 2 && World.Log.Contains("seen 2"));
        Assert.True(World.Log.ToList().IndexOf("quiet 1") < World.Log.ToList().IndexOf("asked 2"));
        Assert.Equal(GateState.Held, view.Gate.State);

        Face.Prompts[1].Answer(new PromptAnswer.Refused());
        await World.UntilAsync(() => view.Gate.IsOpen);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task Nobody_answers_in_time_and_the_prompt_closes()
    {
        await OpenedAsync(SessionPolicy.Default with { PromptSeconds = 30 });
        var prompt = await AskAsync(Capability.ViewScreen);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(29.5));
        Assert.False(prompt.Closed.IsCancellationRequested);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(1));
        await WrittenAsync<AskEnded>();

        Assert.Equal(AskOutcome.TimedOut, Last<AskEnded>().Outcome);
        await ClosedAsync(prompt);
        prompt.Answer(new PromptAnswer.Allowed());
        await SettleAsync(Session);
        Assert.DoesNotContain(Journal.Written, e => e is Granted);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task A_prompt_that_throws_is_no()
    {
        await OpenedAsync();
        Face.Throws = new InvalidOperationException("no terminal");

        Ask(Capability.ViewScreen);
        await WrittenAsync<AskEnded>();

        Assert.Equal(AskOutcome.PromptClosed, Last<AskEnded>().Outcome);
        await SettleAsync(Session);
        Assert.Empty(Effective.Asks);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task A_face_that_throws_instead_of_asking_is_no()
    {
        await OpenedAsync();
        Face.ThrowsAtOnce = true;

        Ask(Capability.ViewScreen);
        await WrittenAsync<AskEnded>();

        Assert.Equal(AskOutcome.PromptClosed, Last<AskEnded>().Outcome);
    }

    [Theory]
    [Trait("Requirement", "R-AUTHZ-3")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_input_cant_be_stopped_nobody_is_asked(bool throwsAtOnce)
    {
        await OpenedAsync();
        Pumps.Prepare = pump => (pump.Quiet, pump.QuiesceThrowsAtOnce) = (new TaskCompletionSource(), throwsAtOnce);
        await OpenAsync(Capability.ViewScreen);

        Ask(Capability.ClipboardTo);
        if (!throwsAtOnce)
        {
            await World.UntilAsync(() => World.Log.Contains("quiesce 1"));
            Pumps.Made[new ChannelId(1)].Quiet!.SetException(new InvalidOperationException("stuck key"));
        }

        await WrittenAsync<AskEnded>();
        Assert.Equal(AskOutcome.PromptClosed, Last<AskEnded>().Outcome);
        Assert.Single(Face.Prompts);
    }

    [Fact]
    public async Task A_withdrawn_question_closes_its_prompt_and_a_late_yes_is_nothing()
    {
        await OpenedAsync();
        var prompt = await AskAsync(Capability.ViewScreen);

        await DoAsync(new TechnicianCommands.Withdraw(prompt.Prompt.Ask));
        prompt.Answer(new PromptAnswer.Allowed());
        await SettleAsync(Session);

        await ClosedAsync(prompt);
        Assert.DoesNotContain(Journal.Written, e => e is Granted);
    }

    [Fact]
    public async Task One_prompt_is_shown_at_a_time_the_oldest_first()
    {
        await OpenedAsync();
        var first = await AskAsync(Capability.ViewScreen);
        Ask(Capability.SendFile);
        await World.UntilAsync(() => Journal.Written.OfType<Asked>().Count() == 2);
        await SettleAsync(Session);
        Assert.Single(Face.Prompts);

        first.Answer(new PromptAnswer.Refused());
        await World.UntilAsync(() => Face.Prompts.Count == 2);

        Assert.Equal(Capability.SendFile, Face.Prompts[1].Prompt.Capability);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-3")]
    public async Task The_prompt_says_who_what_how_long_and_why_and_its_exact_text_is_in_the_grant()
    {
        await OpenedAsync();

        var prompt = await AskAsync(Capability.ViewScreen, minutes: 7);
        prompt.Answer(new PromptAnswer.Allowed());
        await WrittenAsync<Granted>();

        foreach (var part in new[] { "Maria Muster", "mmuster", "Vendor", "7 minutes", "to look at the error" })
        {
            Assert.Contains(part, prompt.Prompt.Text, StringComparison.Ordinal);
        }

        Assert.Equal(prompt.Prompt.TextSha256, Last<Granted>().PromptSha256);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task The_prompt_names_the_supervisor_who_approved_and_only_for_what_was_approved()
    {
        ApprovedBy = ApprovedBy.Add(Capability.ControlInput, "Petra Lind");
        await OpenedAsync();
        var view = await AskAsync(Capability.ViewScreen);
        view.Answer(new PromptAnswer.Allowed());
        await World.UntilAsync(() => Wire.Channels.Count == 1);
        await SettleAsync(Session);

        var control = await AskAsync(Capability.ControlInput);
        control.Answer(new PromptAnswer.Allowed());
        await World.UntilAsync(() => Journal.Written.OfType<Granted>().Count() == 2);

        Assert.DoesNotContain("Approved by", view.Prompt.Text, StringComparison.Ordinal);
        Assert.Contains("\nApproved by Petra Lind at Vendor. The decision here is yours.\n", control.Prompt.Text, StringComparison.Ordinal);
        Assert.Equal(control.Prompt.TextSha256, Last<Granted>().PromptSha256);
        Assert.Equal("Petra Lind", Last<TechnicianJoined>().Terms.ApprovedBy[Capability.ControlInput]);
    }

    [Theory]
    [InlineData("quiescing")]
    [InlineData("shown")]
    [InlineData("answered")]
    public async Task A_consent_actor_that_dies_in_any_state_means_no(string state)
    {
        await OpenedAsync();
        Pumps.Prepare = pump => pump.Quiet = new TaskCompletionSource();
        await OpenAsync(Capability.ViewScreen);
        Ask(Capability.ClipboardTo);
        await World.UntilAsync(() => World.Log.Contains("quiesce 1"));
        if (state != "quiescing")
        {
            Pumps.Made[new ChannelId(1)].Quiet!.SetResult();
            await World.UntilAsync(() => Face.Prompts.Count == 2);
        }

        var consent = await FindAsync("session/consent-2");
        if (state == "answered")
        {
            // The yes waits behind a record that is being written; the prompt's actor dies meanwhile.
            Journal.IsManual = true;
            await DoAsync(new OperatorCommands.Chat("writing"));
            Face.Prompts[1].Answer(new PromptAnswer.Allowed());
            await SettleAsync(consent);
            await SettleAsync(Session);
        }

        consent.Tell(Kill.Instance);
        await StoppedAsync(consent);
        await SettleAsync(Session);
        Journal.CompleteAll();
        await WrittenAsync<AskEnded>();
        await SettleAsync(Session);

        Assert.Equal(new AskEnded(new AskId(2), AskOutcome.PromptClosed), Last<AskEnded>());
        Assert.Single(Journal.Written.OfType<Granted>());
        await World.UntilAsync(() => Wire.Channels[new ChannelId(1)].Gate.IsOpen);
        Assert.All(Face.Prompts.Skip(1), p => Assert.True(p.Closed.IsCancellationRequested));
    }

    private static Task ClosedAsync(Support.ShownPrompt prompt)
    {
        var closed = new TaskCompletionSource();
        prompt.Closed.Register(() => closed.TrySetResult());
        return closed.Task.WaitAsync(Patience);
    }
}
