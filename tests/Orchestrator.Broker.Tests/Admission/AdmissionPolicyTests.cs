using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Tests.Approvals;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Tests.Admission;

/// <summary>What the policy says is what the ticket says, and the clients' configuration still comes after it.</summary>
[Trait("Requirement", "R-AUTHZ-7")]
[Trait("Requirement", "R-ZT-2")]
public sealed class AdmissionPolicyTests
{
    private static readonly Instrument Evo = new("Evo-3", "4711", "Basel", "Linux", "0.1.0", "");

    [Fact]
    public async Task The_first_policy_permits_what_the_configuration_permits()
    {
        var ticket = await TicketAsync(null);

        Assert.Equal(Capabilities.All, ticket.Capabilities.Select(c => c.Capability));
        Assert.All(ticket.Capabilities, c => Assert.Equal((20, null), (c.Minutes, c.ApprovedBy)));
        Assert.Equal(new FileLimits(256 << 20, FileTypes.Any, Folders.Any), ticket.Capabilities[2].Files);
        Assert.Equal(1, ticket.Policy.Version);
        Assert.Equal(TestBroker.Beginning.AddHours(8), ticket.NotAfter);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public async Task The_ticket_names_what_the_rules_permit_with_the_strictest_of_their_limits()
    {
        var ticket = await TicketAsync("""
              - {id: look, effect: permit, capabilities: [view], limits: {minutes: 10}}
              - {id: files, effect: permit, capabilities: [send-file], limits: {max-file-mib: 1, file-types: [.gwl, .csv], folders: [/runs]}}
              - {id: lists, effect: permit, capabilities: [send-file], instruments: [Evo*], limits: {minutes: 5, file-types: [.gwl], folders: [/runs/in]}}
              - {id: logs, effect: permit, capabilities: [fetch-file], limits: {file-types: [.log], folders: [/runs/log]}}
              - {id: other, effect: permit, capabilities: [control], sites: [Bern]}
            """);

        Assert.Equal([Capability.ViewScreen, Capability.SendFile, Capability.FetchFile], ticket.Capabilities.Select(c => c.Capability));
        Assert.Equal([10, 5, 20], ticket.Capabilities.Select(c => c.Minutes));
        Assert.Equal(new FileLimits(1 << 20, FileTypes.Of(".gwl"), Folders.Of("/runs/in")), ticket.Capabilities[1].Files);
        Assert.Equal(new FileLimits(256 << 20, FileTypes.Of(".log"), Folders.Of("/runs/log")), ticket.Capabilities[2].Files);
    }

    [Fact]
    [Trait("Requirement", "R-ZT-6")]
    public async Task A_policy_that_would_allow_more_than_the_configuration_loosens_nothing()
    {
        var ticket = await TicketAsync("  - {id: all, effect: permit, limits: {minutes: 700, max-file-mib: 4000}}");

        Assert.All(ticket.Capabilities, c => Assert.Equal(20, c.Minutes));
        Assert.All(ticket.Capabilities.Where(c => c.Files is not null), c => Assert.Equal(256 << 20, c.Files!.MaxBytes));
    }

    [Theory]
    [InlineData("  - {id: a, effect: permit}\n  - {id: no, effect: deny}")]
    [InlineData("  - {id: a, effect: permit, roles: [supervisor]}")]
    [InlineData("  - {id: a, effect: permit, sites: [Bern]}")]
    [InlineData("  - {id: a, effect: permit, hours: [{from: 10:00, to: 24:00}]}")]
    [InlineData("  - {id: a, effect: permit, training: [biosafety]}")]
    public async Task Nobody_is_admitted_to_nothing(string rules)
    {
        await using var broker = await ServingAsync(rules);
        var refused = Assert.IsType<AdmitOutcome.Refused>(await AdmitAsync(broker));
        await broker.CloseAsync();

        Assert.Equal(AdmissionCodes.NotPermitted, refused.Code);
        Assert.Contains("Evo-3 (Basel)", refused.Sentence, StringComparison.Ordinal);
        var lines = broker.LogLines();
        Assert.Contains(lines, l => l.Contains("admission.refused", StringComparison.Ordinal) && l.Contains("NOT_PERMITTED", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("issuing.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_ends_with_the_hours_that_it_rests_on()
    {
        var ticket = await TicketAsync("""
              - {id: day, effect: permit, capabilities: [view], hours: [{days: [mon], from: 08:00, to: 10:30}]}
              - {id: always, effect: permit, capabilities: [control]}
            """);

        Assert.Equal(TestBroker.Beginning.AddHours(1.5), ticket.NotAfter);
    }

    [Fact]
    public async Task A_ticket_ends_when_a_rule_begins_that_forbids_it()
    {
        var ticket = await TicketAsync("  - {id: always, effect: permit}\n  - {id: noon, effect: deny, capabilities: [control], hours: [{from: 12:00, to: 13:00}]}");

        Assert.Equal(TestBroker.Beginning.AddHours(3), ticket.NotAfter);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task What_wants_an_approval_isnt_in_the_ticket_until_a_supervisor_gave_it()
    {
        await using var broker = await ServingAsync("  - {id: look, effect: permit, capabilities: [view]}\n  - {id: act, effect: permit, capabilities: [control], approval: supervisor}", train: false);
        var people = await People.AtAsync(broker);
        var without = Assert.IsType<AdmitOutcome.Admitted>(await AdmitAsync(broker));

        var filed = Assert.IsType<ApprovalMessages.ApprovalFiled>(await people.RequestAsync("anna"));
        await people.DecideAsync("petra", filed.Id);
        var with = Assert.IsType<AdmitOutcome.Admitted>(await AdmitAsync(broker));

        Assert.Equal([Capability.ViewScreen], without.Rights.Minutes.Keys);
        Assert.Equal(CapabilitySet.Of(Capability.ControlInput), without.ApprovalNeeded);
        Assert.Equal([Capability.ViewScreen, Capability.ControlInput], with.Rights.Minutes.Keys);
        Assert.True(with.ApprovalNeeded.IsEmpty);
        Assert.Equal([null, "Petra Lind"], Read(broker, with).Capabilities.Select(c => c.ApprovedBy));
    }

    [Fact]
    public async Task Where_everything_wants_an_approval_it_is_said()
    {
        await using var broker = await ServingAsync("  - {id: act, effect: permit, approval: supervisor}");

        var refused = Assert.IsType<AdmitOutcome.Refused>(await AdmitAsync(broker));

        Assert.Equal(AdmissionCodes.ApprovalNeeded, refused.Code);
        Assert.Contains("control", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_is_asked_after_the_password_and_the_training()
    {
        await using var broker = await ServingAsync("  - {id: no, effect: deny}", train: false);
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Technician);

        Assert.Equal(AdmissionCodes.SignInFailed, Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(broker.Wish(password: "another one, just as long"))).Code);
        Assert.Equal(AdmissionCodes.TrainingExpired, Assert.IsType<AdmitOutcome.Refused>(await AdmitAsync(broker)).Code);
    }

    private static async Task<Ticket> TicketAsync(string? rules)
    {
        await using var broker = await ServingAsync(rules);
        return Read(broker, Assert.IsType<AdmitOutcome.Admitted>(await AdmitAsync(broker)));
    }

    private static async Task<TestBroker> ServingAsync(string? rules, bool train = true)
    {
        var broker = await TestBroker.CreateAsync(open: false);
        if (rules is not null)
        {
            await broker.InstallPolicyAsync($"version: 2\nzone: UTC\nrules:\n{rules}\n");
        }

        await broker.OpenAsync();
        if (train)
        {
            await broker.AddTrainedAsync();
        }

        return broker;
    }

    private static Task<AdmitOutcome> AdmitAsync(TestBroker broker) => broker.AdmitAsync(broker.Wish() with { Instrument = Evo });

    private static Ticket Read(TestBroker broker, AdmitOutcome.Admitted admitted)
    {
        var ticket = TicketAuthority.Verify(admitted.Ticket, broker.Parts.Keyring.Configuration.Issuing, broker.Time.GetUtcNow(), new TicketExpectation()).Accepted!.Ticket;
        Assert.Equal((ticket.NotAfter, ticket.Capabilities.Length), (admitted.Rights.NotAfter, admitted.Rights.Minutes.Count));
        return ticket;
    }
}
