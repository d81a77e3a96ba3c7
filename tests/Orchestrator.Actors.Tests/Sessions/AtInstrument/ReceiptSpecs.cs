using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>Each answer of the operator has a receipt, and an answer without one is no.</summary>
[Trait("Requirement", "R-AUTHZ-3")]
[Trait("Requirement", "R-AUTHZ-6")]
public sealed class ReceiptSpecs : InstrumentSpecs
{
    [Fact]
    public async Task A_yes_is_recorded_with_the_receipt_of_exactly_what_the_face_was_given()
    {
        await OpenedAsync();

        var prompt = await AskAsync(Capability.ViewScreen, minutes: 7);
        prompt.Answer(new PromptAnswer.Allowed());
        await WrittenAsync<Granted>();

        var answered = Assert.Single(Receipts.Answered);
        Assert.Equal(prompt.Prompt.Text, answered.Text);
        Assert.Equal((Capability.ViewScreen, 7, TestEvidence.Signed.Sha256), (answered.Ask.Capability, answered.Ask.Minutes, answered.Ask.SignedSha256));
        Assert.Equal((true, Engineer), (answered.State.SasMatched, answered.State.Technician));
        Assert.Equal((FakeReceipts.Number(1), TestEvidence.Signed.Sha256), (Last<Granted>().Receipt, Last<Granted>().AskSha256));
    }

    [Fact]
    public async Task Every_way_of_answering_has_its_receipt()
    {
        await OpenedAsync();
        (await AskAsync(Capability.ViewScreen)).Answer(new PromptAnswer.Refused());
        await WrittenAsync<AskEnded>();
        Assert.Equal(new AskEnded(new AskId(1), AskOutcome.Refused, FakeReceipts.Number(1)), Last<AskEnded>());

        await OpenAsync(Capability.ViewScreen);
        (await AskAsync(Capability.ViewScreen)).Answer(new PromptAnswer.Allowed());
        await WrittenAsync<Renewed>();
        Assert.Equal(FakeReceipts.Number(3), Last<Renewed>().Receipt);

        (await AskAsync(Capability.SendFile)).Answer(Yes(Capability.SendFile));
        await WrittenAsync<FileAccepted>();
        Assert.Equal(FakeReceipts.Number(4), Last<Granted>().Receipt);
        Assert.Equal(Yes(Capability.SendFile), Receipts.Answered[3].Answer);

        var file = await AskAsync(Capability.SendFile);
        file.Answer(new PromptAnswer.Refused(AskOutcome.FileNotAllowed));
        await World.UntilAsync(() => Journal.Written.OfType<AskEnded>().Count() == 2);
        Assert.Equal(new AskEnded(file.Prompt.Ask, AskOutcome.FileNotAllowed, FakeReceipts.Number(5)), Last<AskEnded>());
    }

    [Fact]
    public async Task What_nobody_answered_has_no_receipt()
    {
        await OpenedAsync();
        var prompt = await AskAsync(Capability.SendFile);
        prompt.Answer(new PromptAnswer.Unanswered(AskOutcome.FileNotAllowed));
        await WrittenAsync<AskEnded>();

        Assert.Equal(new AskEnded(prompt.Prompt.Ask, AskOutcome.FileNotAllowed), Last<AskEnded>());
        Assert.Empty(Receipts.Answered);
    }

    [Theory]
    [Trait("Requirement", "R-AUTHZ-2")]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_receipt_that_cant_be_made_means_no_and_is_recorded(bool throwsAtOnce, bool yes)
    {
        await OpenedAsync();
        (Receipts.ThrowsAtOnce, Receipts.Throws) = (throwsAtOnce, new InvalidOperationException("no key"));

        var prompt = await AskAsync(Capability.ViewScreen);
        prompt.Answer(yes ? new PromptAnswer.Allowed() : new PromptAnswer.Refused());
        await WrittenAsync<AskEnded>();

        Assert.Equal(new PartFailed("receipt", "no key"), Last<PartFailed>());
        Assert.Equal(new AskEnded(prompt.Prompt.Ask, AskOutcome.PromptClosed), Last<AskEnded>());
        await SettleAsync(Session);
        Assert.Empty(Effective.Asks);
        Assert.DoesNotContain(Journal.Written, e => e is Granted);

        // The next question is asked as ever.
        (Receipts.ThrowsAtOnce, Receipts.Throws) = (false, null);
        await OpenAsync(Capability.ViewScreen);
    }

    [Fact]
    public async Task A_signature_that_comes_too_late_is_no()
    {
        await OpenedAsync(SessionPolicy.Default with { PromptSeconds = 30 });
        Receipts.Until = new TaskCompletionSource();
        (await AskAsync(Capability.ViewScreen)).Answer(new PromptAnswer.Allowed());
        await World.UntilAsync(() => Receipts.Answered.Count == 1);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(31));
        await WrittenAsync<AskEnded>();
        Receipts.Until.SetResult();
        await SettleAsync(Session);

        Assert.Equal(new AskEnded(new AskId(1), AskOutcome.TimedOut), Last<AskEnded>());
        Assert.DoesNotContain(Journal.Written, e => e is Granted);
    }

    [Fact]
    public async Task Start_names_the_key_that_signs_receipts()
    {
        await WaitingAsync();

        Assert.Equal(TestEvidence.RunKey, Last<Started>().RunKey);
    }

    [Fact]
    public async Task Taking_everything_back_ends_the_question_without_a_receipt_for_nobody_answered_it()
    {
        await OpenedAsync();
        var prompt = await AskAsync(Capability.ViewScreen);

        Session.Tell(new Do(new OperatorCommands.RevokeAll()), Akka.Actor.ActorRefs.NoSender);
        await WrittenAsync<AskEnded>();

        Assert.Equal(new AskEnded(prompt.Prompt.Ask, AskOutcome.Refused), Last<AskEnded>());
    }
}
