using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Admission;

/// <summary>
/// Asks the policy for each capability what a technician may ask for in a session, and turns the answers into a ticket's content. The clients'
/// configuration comes last and only tightens.
/// </summary>
internal sealed class AdmissionPolicy(InstalledPolicy installed, SessionPolicy configuration, TrainingStore training, IApprovals approvals, TimeProvider time)
{
    public async Task<Permission> JudgeAsync(Account account, AdmitRequest request, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var held = await training.HeldAsync(account, cancellationToken);
        var approved = await approvals.ApprovedAsync(account, request.Session, cancellationToken);
        var question = new PolicyQuestion
        {
            Role = account.Role,
            Capability = default,
            Instrument = request.Instrument?.Name ?? "",
            Serial = request.Instrument?.Serial ?? "",
            Site = request.Instrument?.Site ?? "",
            LocalTime = PolicyClock.Local(installed.Zone, now),
            Training = [.. held],
        };
        var given = ImmutableArray.CreateBuilder<TicketCapability>();
        var missing = new List<Capability>();
        var end = now + SignInLimits.TicketLife;
        foreach (var capability in Capabilities.All.Where(configuration.Allows))
        {
            var answer = installed.Policy.Ask(question with { Capability = capability });
            var approver = approved.GetValueOrDefault(capability);
            if (answer.Outcome == PolicyOutcome.Permitted || (answer.Outcome == PolicyOutcome.ApprovalNeeded && approver is not null))
            {
                given.Add(Of(capability, answer, answer.Outcome == PolicyOutcome.ApprovalNeeded ? approver : null));
                end = PolicyClock.End(installed.Zone, now, answer.HoldsUntil, end);
            }
            else if (answer.Outcome == PolicyOutcome.ApprovalNeeded)
            {
                missing.Add(capability);
            }
        }

        given.RemoveAll(one => !one.IsInLimits);
        end = DateTimeOffset.FromUnixTimeMilliseconds(end.ToUnixTimeMilliseconds());
        return new Permission(given.ToImmutable(), CapabilitySet.Of([.. missing]), now, end, given.Count > 0 ? null : Refusal(account, request, missing));
    }

    private TicketCapability Of(Capability capability, PolicyAnswer answer, string? approver) => new()
    {
        Capability = capability,
        Minutes = Math.Min(configuration.MaxMinutes[capability], answer.Limits.Minutes ?? int.MaxValue),
        ApprovedBy = approver,
        Files = capability.IsOneFile() ? configuration.FilesOf(capability).Tighten(answer.Limits.Files) : null,
    };

    private AdmitOutcome.Refused Refusal(Account account, AdmitRequest request, List<Capability> missing)
    {
        if (missing.Count > 0)
        {
            return new AdmitOutcome.Refused(
                AdmissionCodes.ApprovalNeeded,
                $"The vendor's policy wants a supervisor's approval for {string.Join(", ", missing.Select(c => c.Name()))} in session {request.Session.Spoken()}. File a request with `orchestrator request`, and join when it is approved.");
        }

        var where = request.Instrument is { } instrument ? $"on {instrument.Name}{(instrument.Site.Length > 0 ? $" ({instrument.Site})" : "")}" : "there";
        return new AdmitOutcome.Refused(
            AdmissionCodes.NotPermitted,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The vendor's policy, version {installed.Version.Version}, permits a {account.Role} with your training nothing {where} at this hour. Whoever keeps the broker can see why with `orchestrator-broker policy explain`."));
    }
}
