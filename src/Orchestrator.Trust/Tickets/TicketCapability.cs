using Orchestrator.Domain;

namespace Orchestrator.Trust.Tickets;

/// <summary>One capability that a ticket lets its technician ask for.</summary>
public sealed record TicketCapability
{
    public required Capability Capability { get; init; }

    /// <summary>The longest grant, in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>Printed name of the supervisor who approved it; null where the policy wants no approval.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>What may be moved; for capabilities that move files, and only for them.</summary>
    public FileLimits? Files { get; init; }

    /// <summary>True when a ticket can say it.</summary>
    public bool IsInLimits => TicketCapabilityCodec.IsInLimits([this]);
}
