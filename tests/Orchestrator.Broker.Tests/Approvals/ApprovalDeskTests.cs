using System.Text.Json;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Approvals;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using static Orchestrator.Protocol.ApprovalMessages;

namespace Orchestrator.Broker.Tests.Approvals;

/// <summary>Requests and decisions with the real store, log and sign-in.</summary>
[Trait("Requirement", "R-AUTHZ-6")]
public sealed class ApprovalDeskTests
{
    private static readonly CapabilitySet Control = CapabilitySet.Of(Capability.ControlInput);

    [Fact]
    public async Task A_request_is_seen_approved_and_counts_for_the_next_ticket()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var filed = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        Assert.Empty(await desk.ApprovedAsync("anna"));

        var seen = Assert.Single(Assert.IsType<ApprovalsListed>(await desk.ListAsync("petra")).Approvals);
        Assert.Equal((filed.Id, People.Session, "anna", "Anna Berg", Control, "liquid not detected", "asked"), (seen.Id, seen.Session, seen.Account, seen.PrintedName, seen.Capabilities, seen.Reason, seen.State));
        Assert.Equal(new ApprovalDecided(filed.Id, "given"), await desk.DecideAsync("petra", filed.Id));

        Assert.Equal([(Capability.ControlInput, "Petra Lind")], (await desk.ApprovedAsync("anna")).Select(p => (p.Key, p.Value)));
        Assert.Equal("given", Assert.Single(Assert.IsType<ApprovalsListed>(await desk.ListAsync("anna")).Approvals).State);
        Assert.Empty(await desk.ApprovedAsync("anna", new SessionNumber(987_654_321)));
        Assert.Empty(await desk.ApprovedAsync("quinn"));
    }

    [Fact]
    public async Task Each_step_is_in_the_log_with_printed_name_meaning_and_strength_before_it_counts()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var first = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        await desk.DecideAsync("petra", first.Id);
        var second = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        await desk.DecideAsync("petra", second.Id, approve: false);
        await broker.CloseAsync();

        var records = broker.LogLines().Select(l => JsonDocument.Parse(l).RootElement).Where(r => r.GetProperty("event").GetString()!.StartsWith("approval.", StringComparison.Ordinal)).ToList();
        Assert.Equal([BrokerEventCodes.ApprovalRequested, BrokerEventCodes.ApprovalGiven, BrokerEventCodes.ApprovalRequested, BrokerEventCodes.ApprovalRefused], records.Select(r => r.GetProperty("event").GetString()));
        foreach (var decided in new[] { records[1], records[3] })
        {
            var who = decided.GetProperty("who");
            Assert.Equal(("petra", "Petra Lind", "supervisor"), (who.GetProperty("account").GetString(), who.GetProperty("name").GetString(), who.GetProperty("role").GetString()));
            Assert.StartsWith("password+", who.GetProperty("authentication").GetString(), StringComparison.Ordinal);
            Assert.Equal(("anna", "Anna Berg", "checked with the site"), (Data(decided, "account"), Data(decided, "printedName"), Data(decided, "meaning")));
            Assert.Equal(People.Session.ToString(), decided.GetProperty("session").GetString());
        }

        Assert.Equal("liquid not detected", broker.TextBehind(Data(records[0], "reason")));
        Assert.DoesNotContain(broker.LogLines(), l => l.Contains(QuickPasswords.Good, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_said_or_done_without_the_password()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var filed = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        var expected = new BrokerToBoth.Refused(AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence);

        Assert.Equal(expected, await desk.RequestAsync("anna", password: "not the password at all", against: new BrokerMessages.Refused("SESSION_UNKNOWN", "no")));
        Assert.Equal(expected, await desk.ListAsync("petra", "not the password at all"));
        Assert.Equal(expected, await desk.DecideAsync("quinn", filed.Id, password: "not the password at all"));
        Assert.Empty(await desk.ApprovedAsync("anna"));
    }

    [Fact]
    public async Task Technicians_dont_decide_and_supervisors_not_about_themselves()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var annas = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        var petras = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("petra"));

        Assert.Equal("NOT_SUPERVISOR", Code(await desk.DecideAsync("anna", annas.Id)));
        Assert.Equal("NOT_SUPERVISOR", Code(await desk.DecideAsync("anna", "999")));
        Assert.Equal("OWN_REQUEST", Code(await desk.DecideAsync("petra", petras.Id)));
        Assert.Equal("NO_SUCH_REQUEST", Code(await desk.DecideAsync("petra", "999")));
        Assert.Equal("BAD_MEANING", Code(await desk.DecideAsync("petra", annas.Id, meaning: "two\nlines")));
        Assert.Equal(new ApprovalDecided(petras.Id, "given"), await desk.DecideAsync("quinn", petras.Id));
        Assert.Equal([annas.Id], Assert.IsType<ApprovalsListed>(await desk.ListAsync("anna")).Approvals.Select(a => a.Id));
    }

    [Fact]
    public async Task Two_supervisors_at_one_moment_make_one_decision()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var filed = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));

        var answers = await Task.WhenAll(desk.DecideAsync("petra", filed.Id), desk.DecideAsync("quinn", filed.Id, approve: false));

        Assert.Single(answers.OfType<ApprovalDecided>());
        Assert.Equal("ALREADY_DECIDED", Code(Assert.Single(answers.OfType<BrokerToBoth.Refused>())));
        await broker.CloseAsync();
        Assert.Single(broker.LogLines(), l => l.Contains("\"approval.given\"", StringComparison.Ordinal) || l.Contains("\"approval.refused\"", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "R-TRN-1")]
    public async Task Without_current_training_nobody_asks_or_approves()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        await desk.AddUntrainedAsync("ben", "technician");
        await desk.AddUntrainedAsync("sue", "supervisor");
        var filed = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));

        await desk.AddUntrainedAsync("ada", "admin");

        Assert.Equal(AdmissionCodes.RoleNotAdmitted, Code(await desk.RequestAsync("ada")));
        Assert.Equal(AdmissionCodes.TrainingExpired, Code(await desk.RequestAsync("ben")));
        Assert.Equal(AdmissionCodes.TrainingExpired, Code(await desk.DecideAsync("sue", filed.Id)));
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("reset")]
    [InlineData("reset and activated anew")]
    [InlineData("no longer supervisor")]
    [InlineData("console revoked")]
    [InlineData("training ran out")]
    public async Task An_approval_counts_no_more_when_its_supervisor_may_not_approve_any_more(string why)
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var filed = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        await desk.DecideAsync("petra", filed.Id);
        Assert.NotEmpty(await desk.ApprovedAsync("anna"));

        await desk.TakeAwayAsync("petra", why);

        Assert.Empty(await desk.ApprovedAsync("anna"));
    }

    [Fact]
    public async Task A_request_and_an_approval_are_over_after_an_hour()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var first = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        var second = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        await desk.DecideAsync("petra", first.Id);

        await broker.SleepAsync(ApprovalRules.Life);

        var later = People.Again(broker);
        Assert.Empty(await later.ApprovedAsync("anna"));
        Assert.Equal("REQUEST_OVER", Code(await later.DecideAsync("petra", second.Id)));
        Assert.Empty(Assert.IsType<ApprovalsListed>(await later.ListAsync("petra")).Approvals);
        var third = Assert.IsType<ApprovalFiled>(await later.RequestAsync("anna"));
        Assert.Equal("3", third.Id);
    }

    [Fact]
    public async Task What_speaks_against_the_session_is_said_and_only_so_many_requests_wait()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        Assert.Equal("SESSION_UNKNOWN", Code(await desk.RequestAsync("anna", against: new BrokerMessages.Refused("SESSION_UNKNOWN", "no"))));
        Assert.Equal("BAD_REASON", Code(await desk.RequestAsync("anna", reason: "\u202Edetrever")));
        for (var i = 0; i < ApprovalRules.MaxOpen; i++)
        {
            Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        }

        Assert.Equal("TOO_MANY_REQUESTS", Code(await desk.RequestAsync("anna")));
        Assert.IsType<ApprovalFiled>(await desk.RequestAsync("petra"));
    }

    [Fact]
    public async Task Without_the_log_nothing_is_filed_or_decided()
    {
        await using var broker = await TestBroker.CreateAsync();
        var desk = await People.AtAsync(broker);
        var filed = Assert.IsType<ApprovalFiled>(await desk.RequestAsync("anna"));
        await broker.Parts.Journal.DisposeAsync();

        await Assert.ThrowsAsync<JournalException>(() => desk.RequestAsync("anna"));
        await Assert.ThrowsAsync<JournalException>(() => desk.DecideAsync("petra", filed.Id));

        Assert.Empty(await desk.ApprovedAsync("anna"));
        Assert.Equal("asked", Assert.Single(Assert.IsType<ApprovalsListed>(await desk.ListAsync("petra")).Approvals).State);
    }

    private static string Code(LinkMessage answer) => Assert.IsType<BrokerToBoth.Refused>(answer).Code;

    private static string? Data(JsonElement record, string field) => record.GetProperty("data").GetProperty(field).GetString();
}
