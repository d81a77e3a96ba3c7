using System.Collections.Immutable;

namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>What must come of a scenario, in every world.</summary>
public sealed record Expectation
{
    /// <summary>How it ends.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// The way that was taken, as <c>direct &gt; tls &gt; websocket</c> or <c>http-proxy(basic) &gt; tls(intercepted) &gt; http-stream</c>; empty when refused.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>Refused: the dial's code. Ended: the reason of the end. Empty when connected.</summary>
    public string Code { get; init; } = "";

    /// <summary>What the instrument's log must and mustn't have.</summary>
    public RecordExpectation Instrument { get; init; } = new();

    /// <summary>What the broker's records about the session, and its claims of the instrument, must and mustn't have.</summary>
    public RecordExpectation Broker { get; init; } = new();

    /// <summary>Hosts that the instrument PC may send packets to, whether or not the firewall lets them through.</summary>
    public ImmutableArray<HostRole> Hops { get; init; } = [];
}

/// <summary>Event codes of a log.</summary>
public sealed record RecordExpectation
{
    /// <summary>At least one record of each.</summary>
    public ImmutableArray<string> Has { get; init; } = [];

    /// <summary>No record of any.</summary>
    public ImmutableArray<string> Lacks { get; init; } = [];
}

/// <summary>How a scenario ends.</summary>
public enum Verdict
{
    /// <summary>The session opened, the technician did every step, and it ended as the technician wanted.</summary>
    Connected,

    /// <summary>No session came about.</summary>
    Refused,

    /// <summary>A session opened and was ended by something else than the technician's wish.</summary>
    Ended,
}
