using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Links.Diagnosing;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>How a run ended.</summary>
/// <param name="Code">For the process.</param>
/// <param name="Sentence">For the person; empty where the summary says it.</param>
/// <param name="Summary">Null when there was no session.</param>
/// <param name="LogDirectory">Where the evidence log lies.</param>
public sealed record QuickSupportOutcome(ExitCode Code, string Sentence, SessionSummary? Summary, string LogDirectory)
{
    /// <summary>Stable code of the dial that failed, where there was no session because of it; else empty.</summary>
    public string FailureCode { get; init; } = "";

    /// <summary>What that dial found, for the IT department; null where none failed.</summary>
    public Diagnosis? Diagnosis { get; init; }

    internal static QuickSupportOutcome Of(SessionSummary summary, string logDirectory) =>
        new(IsGood(summary.Reason) ? ExitCode.Ended : ExitCode.SessionFailed, "", summary, logDirectory);

    private static bool IsGood(EndReason reason) =>
        reason is EndReason.OperatorRevoked or EndReason.TechnicianReleased or EndReason.Closed or EndReason.NobodyJoined or EndReason.SessionOver;
}
