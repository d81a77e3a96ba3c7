using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tickets;

/// <summary>What the verifier itself knows about the session, each end its own part. A null isn't compared.</summary>
public sealed record TicketExpectation
{
    public SessionNumber? Session { get; init; }

    public string? BrokerName { get; init; }

    /// <summary>At the instrument: its own key.</summary>
    public KeyFingerprint? InstrumentKey { get; init; }

    /// <summary>At the instrument: its own log's key.</summary>
    public Ed25519Public? InstrumentLogKey { get; init; }

    /// <summary>At the console: its own key.</summary>
    public KeyFingerprint? TechnicianKey { get; init; }
}
