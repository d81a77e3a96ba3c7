using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>May somebody of this role ask for this, on this instrument, now?</summary>
/// <remarks>What is said of the instrument is its own claim: a rule that rests on it limits technicians, not instruments that lie.</remarks>
public sealed record PolicyQuestion
{
    /// <summary>The account's.</summary>
    public required string Role { get; init; }

    /// <summary>What is wanted.</summary>
    public required Capability Capability { get; init; }

    /// <summary>Name of the instrument.</summary>
    public string Instrument { get; init; } = "";

    /// <summary>Serial number; empty when unknown.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Site; empty when unknown.</summary>
    public string Site { get; init; } = "";

    /// <summary>Now, in the policy's zone.</summary>
    public required DateTime LocalTime { get; init; }

    /// <summary>Courses of which there is a current record, in the version that counts.</summary>
    public ImmutableArray<string> Training { get; init; } = [];
}
