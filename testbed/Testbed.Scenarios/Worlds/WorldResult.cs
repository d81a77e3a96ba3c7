using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.Scenarios.Worlds;

/// <summary>What happened in one world.</summary>
public sealed record WorldResult
{
    /// <summary>How it ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The way that was taken; empty when no link came about.</summary>
    public string Path { get; init; } = "";

    /// <summary>Code of the failure or reason of the end; empty when connected.</summary>
    public string Code { get; init; } = "";

    /// <summary>What the operator read; empty when connected.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>Event codes in the instrument's log, each once, sorted.</summary>
    public ImmutableSortedSet<string> InstrumentRecords { get; init; } = [];

    /// <summary>Event codes of the broker's own records about the session, each once, sorted.</summary>
    public ImmutableSortedSet<string> BrokerRecords { get; init; } = [];

    /// <summary>Where the instrument PC sent packets.</summary>
    public ImmutableArray<Hop> Hops { get; init; } = [];

    /// <summary>What doesn't hold although no expectation names it: a file's hash, a key that came twice, a log that doesn't verify.</summary>
    public ImmutableArray<string> Flaws { get; init; } = [];

    /// <summary>Named spans, as "connect" or "resume 1".</summary>
    public ImmutableArray<Timing> Timings { get; init; } = [];

    /// <summary>From the first packet to the last record.</summary>
    public TimeSpan Took { get; init; }
}

/// <summary>A destination of the instrument PC's packets.</summary>
/// <param name="Role">Which host of the scenario; null: none of them.</param>
/// <param name="Destination">Address, port and protocol, as <c>203.0.113.10:443/tcp</c>.</param>
/// <param name="Packets">How many; in the simulated world, connections and questions.</param>
/// <param name="Passed">How many of them the firewall let through.</param>
public sealed record Hop(HostRole? Role, string Destination, long Packets, long Passed);

/// <summary>How long something took.</summary>
/// <param name="What">Its name.</param>
/// <param name="Took">The span.</param>
public sealed record Timing(string What, TimeSpan Took);
