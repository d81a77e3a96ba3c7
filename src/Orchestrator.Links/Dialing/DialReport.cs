using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;

namespace Orchestrator.Links.Dialing;

/// <summary>All that one dial tried, in the order of trying. Belongs to a link that was made (<see cref="DialedLink.Report"/>) as to a dial that failed.</summary>
/// <param name="Attempts">One for each route and transport that was tried; after a success the last one is the link's.</param>
public sealed record DialReport(ImmutableArray<DialAttempt> Attempts)
{
    private static readonly object Key = typeof(DialReport);

    /// <summary>What each place said that may name routes: this computer's settings, a PAC file.</summary>
    public ImmutableArray<RouteFinding> Findings { get; init; } = [];

    /// <summary>What was tried before this failure; null when it isn't a dial's.</summary>
    public static DialReport? Of(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Data[Key] as DialReport;
    }

    /// <summary>Fastens the report to the failure that the caller throws.</summary>
    internal DialException On(DialException failure)
    {
        failure.Data[Key] = this;
        return failure;
    }
}

/// <summary>One attempt: a name, by a route, with a transport.</summary>
/// <param name="BrokerName">Name that was to be reached.</param>
/// <param name="Route">The way out.</param>
/// <param name="Transport">Name of the transport; empty when it didn't come to that.</param>
/// <param name="Code">Why there is no link (<see cref="DialCodes"/>); empty when there is one.</param>
/// <param name="Sentence">The same for a reader; empty when there is a link.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DialAttempt(string BrokerName, Route Route, string Transport, string Code, string Sentence, TimeSpan Elapsed)
{
    /// <summary>How far it came, and what it saw.</summary>
    public DialTrail Trail { get; init; } = DialTrail.Nothing;

    /// <summary>True when it made the link.</summary>
    public bool IsLink => Code.Length == 0;
}
