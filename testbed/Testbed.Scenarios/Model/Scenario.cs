using System.Collections.Immutable;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>One support case on one kind of site, and what must come of it. Read from one file; docs/scenarios.md says what stands there.</summary>
public sealed record Scenario
{
    /// <summary>Short and unique: lower case, digits and hyphens; the file's name without its ending.</summary>
    public required string Id { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>The folder that the file lies in, below the folder that was read; empty in that folder itself.</summary>
    public string Theme { get; init; } = "";

    /// <summary>Worlds that it is played in.</summary>
    public WorldChoice Worlds { get; init; } = WorldChoice.Both;

    /// <summary>Why not in both; empty when in both.</summary>
    public string WorldReason { get; init; } = "";

    /// <summary>Names, addresses and firewall of the site.</summary>
    public NetworkSetup Network { get; init; } = new();

    /// <summary>The site's proxy; null: none.</summary>
    public ProxySetup? Proxy { get; init; }

    /// <summary>What stands between the site's way out and the broker; null: nothing.</summary>
    public MiddleboxSetup? Middlebox { get; init; }

    /// <summary>What the wire does to bytes; null: nothing.</summary>
    public FaultSetup? Faults { get; init; }

    /// <summary>What the customer's IT wrote into the site file, beside the proxy.</summary>
    public SiteSetup Site { get; init; } = new();

    /// <summary>The person at the instrument.</summary>
    public OperatorHabits Operator { get; init; } = new();

    /// <summary>What the technician does once the session is open.</summary>
    public ImmutableArray<TechnicianStep> Steps { get; init; } = [];

    /// <summary>What must come of it.</summary>
    public required Expectation Expect { get; init; }
}

/// <summary>Worlds that a scenario is played in.</summary>
public enum WorldChoice
{
    /// <summary>Both, and they must agree.</summary>
    Both,

    /// <summary>What it needs can't be had for real here.</summary>
    SimulatedOnly,

    /// <summary>What it needs can't be simulated honestly.</summary>
    RealOnly,
}
