using System.Collections.Immutable;
using Orchestrator.Domain;

namespace Orchestrator.TestSupport;

/// <summary>Terms of a ticket for tests that are about something else.</summary>
public static class SampleTerms
{
    public static PolicyVersion Policy { get; } = new(3, new string('7', 64));

    /// <summary>Nothing here lives so long.</summary>
    public static TicketTerms Long { get; } = Until(new SessionTime(1_000_000_000));

    public static TicketTerms Until(SessionTime end) => new(Policy, end, ImmutableSortedDictionary<Capability, string>.Empty);
}
