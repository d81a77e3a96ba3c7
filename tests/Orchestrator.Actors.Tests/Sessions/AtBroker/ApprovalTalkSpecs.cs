using Orchestrator.Actors.Links;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtBroker;

/// <summary>What a console hears about approvals, by the state of the session that it names.</summary>
public sealed class ApprovalTalkSpecs : BrokerSpecs
{
    private static readonly PersonProof Who = new("mmuster", new SecretText("pw"), new SecretText("123456"));

    [Fact]
    public async Task A_request_for_a_session_that_waits_is_filed()
    {
        await WaitingAsync();
        Assert.IsType<ApprovalMessages.ApprovalFiled>(await RequestAsync());
    }

    [Fact]
    public async Task A_request_for_a_session_that_runs_is_refused_because_its_ticket_is_given()
    {
        await AttachedAsync();
        Assert.Equal("SESSION_RUNNING", Assert.IsType<BrokerToBoth.Refused>(await RequestAsync()).Code);
        await ApplyAsync(new TechnicianJoined(Person, SessionPolicy.Default, "th6", SampleTerms.Long));
        Assert.Equal("SESSION_RUNNING", Assert.IsType<BrokerToBoth.Refused>(await RequestAsync()).Code);
    }

    [Fact]
    public async Task A_request_for_a_session_that_isnt_there_yet_or_any_more_is_refused()
    {
        await BegunAsync();
        Assert.Equal("SESSION_UNKNOWN", Assert.IsType<BrokerToBoth.Refused>(await RequestAsync()).Code);
        await ApplyAsync(new Started(Number, new Instrument("Liquid handler 3", "", "", "", "", ""), SessionPolicy.Default, TestEvidence.RunKey));
        await ApplyAsync(new Ended(Party.Instrument, EndReason.SessionOver, []));
        Assert.Equal("SESSION_UNKNOWN", Assert.IsType<BrokerToBoth.Refused>(await RequestAsync()).Code);
    }

    [Fact]
    public async Task Lists_and_decisions_need_no_session_and_a_desk_that_fails_has_said_no()
    {
        await WaitingAsync();
        var decide = new ApprovalMessages.DecideApproval("17", true, "checked", Who);
        Assert.IsType<ApprovalMessages.ApprovalsListed>(await Talk().AnswerAsync(new ApprovalMessages.ListApprovals(Who), CancellationToken.None));
        Assert.Equal(new ApprovalMessages.ApprovalDecided("17", "given"), await Talk().AnswerAsync(decide, CancellationToken.None));

        Desk.IsBroken = true;

        foreach (var question in new LinkMessage[] { decide, new ApprovalMessages.ListApprovals(Who) })
        {
            Assert.Equal("SERVER_FAULT", Assert.IsType<BrokerToBoth.Refused>(await Talk().AnswerAsync(question, CancellationToken.None)).Code);
        }

        Assert.Equal("SERVER_FAULT", Assert.IsType<BrokerToBoth.Refused>(await RequestAsync()).Code);
    }

    private Task<LinkMessage> RequestAsync() =>
        Talk().AnswerAsync(new ApprovalMessages.RequestApproval(Number, CapabilitySet.Of(Capability.ControlInput), "why", Who), CancellationToken.None);

    private ApprovalTalk Talk() => new(Desk, Engineer, Session);
}
