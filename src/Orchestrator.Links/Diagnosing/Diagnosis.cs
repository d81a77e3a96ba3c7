using System.Collections.Immutable;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Diagnosing;

/// <summary>What one try to reach the vendor's server found. Holds no password, PIN, user name or name of this computer.</summary>
public sealed record Diagnosis
{
    /// <summary>Stable code of the failure; empty: the server was reached and proved itself.</summary>
    public required string Code { get; init; }

    /// <summary>For the operator.</summary>
    public required string Sentence { get; init; }

    /// <summary>Each step, in order.</summary>
    public required ImmutableArray<DiagnosedHop> Hops { get; init; }

    /// <summary>All that was tried, in order.</summary>
    public ImmutableArray<DialAttempt> Attempts { get; init; } = [];

    /// <summary>Who tried, and where to.</summary>
    public required DiagnosedProgram Program { get; init; }

    /// <summary>True when the server was reached and proved itself.</summary>
    public bool IsGood => Code.Length == 0;

    /// <summary>The step that failed; null when none did.</summary>
    public DiagnosedHop? Failed => Hops.FirstOrDefault(hop => hop.State == HopState.Failed);

    /// <summary>The attempt that tells most: the one that succeeded, else the one whose failure it is.</summary>
    public DialAttempt? Telling => Attempts.LastOrDefault(attempt => attempt.Code == Code) ?? Attempts.LastOrDefault();
}

/// <summary>One step.</summary>
/// <param name="Hop">Which.</param>
/// <param name="State">What became of it.</param>
/// <param name="Detail">What was seen; empty where nothing was.</param>
public sealed record DiagnosedHop(DialHop Hop, HopState State, string Detail);

/// <summary>What became of a step.</summary>
public enum HopState
{
    /// <summary>It worked.</summary>
    Ok,

    /// <summary>It failed; nothing behind it was tried.</summary>
    Failed,

    /// <summary>There is none on this way.</summary>
    Skipped,

    /// <summary>A step before it failed.</summary>
    NotReached,
}

/// <summary>Who tries, and where to.</summary>
/// <param name="Name">Program and version.</param>
/// <param name="OperatingSystem">As the platform names itself.</param>
/// <param name="BrokerNames">In the order of trying.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Configuration">First digits of the signed configuration's hash; empty where it can't be read.</param>
/// <param name="SiteFile">First digits of the site file's hash; empty without one.</param>
/// <param name="At">When.</param>
public sealed record DiagnosedProgram(
    string Name, string OperatingSystem, ImmutableArray<string> BrokerNames, int Port, string Configuration, string SiteFile, DateTimeOffset At);
