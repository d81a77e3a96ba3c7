using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Admission;

/// <summary>What the policy says to one wish to join.</summary>
/// <param name="Capabilities">For the ticket, ascending; empty only with a refusal.</param>
/// <param name="ApprovalNeeded">What is permitted but for a supervisor's approval that isn't there.</param>
/// <param name="From">When it was judged, whole milliseconds.</param>
/// <param name="NotAfter">Until when it holds, whole milliseconds.</param>
/// <param name="Refusal">Why nobody is admitted.</param>
internal sealed record Permission(
    ImmutableArray<TicketCapability> Capabilities, CapabilitySet ApprovalNeeded, DateTimeOffset From, DateTimeOffset NotAfter, AdmitOutcome.Refused? Refusal)
{
    /// <summary>The same, as the relay keeps it.</summary>
    public TicketRights Rights => new(Capabilities.ToImmutableSortedDictionary(c => c.Capability, c => c.Minutes), NotAfter);
}
