using System.Globalization;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Links.Diagnosing;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Face.Screen;

namespace Orchestrator.QuickSupport.Face;

/// <summary>What the operator is told at the end: who was here, what was open and how long, each file with its hash, and where the log lies.</summary>
public static class SummaryText
{
    /// <summary>Lines for a terminal.</summary>
    public static IEnumerable<string> Of(QuickSupportOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Sentence.Length > 0)
            yield return outcome.Sentence;
        if (outcome.Summary is { } summary)
        {
            foreach (var line in Session(summary))
                yield return line;
        }

        foreach (var line in outcome.Diagnosis is { } diagnosis ? DiagnosisText.Block(diagnosis) : [])
            yield return line;
        if (outcome.LogDirectory.Length > 0)
            yield return $"The record of this run lies in {outcome.LogDirectory}";
        if (outcome.Summary is not null)
            yield return "No way back in is left: a new session needs a new start, a new number and a new PIN.";
    }

    private static IEnumerable<string> Session(SessionSummary summary)
    {
        var number = summary.Number is { } value ? $" {value.Spoken()}" : "";
        yield return $"Session{number} is over: {Why(summary)}";
        yield return summary.Technician is { } who
            ? $"Here was: {ShownText.Of(who.PrintedName)} ({ShownText.Of(who.Account)}, {ShownText.Of(who.Organisation)})."
            : "Nobody was here.";
        foreach (var line in summary.Lines)
        {
            yield return line.File is { } file
                ? $"  {CapabilityWords.Of(line.Capability)}: “{ShownText.Of(file.Name)}”, {file.Size.ToString("N0", CultureInfo.InvariantCulture)} bytes, {(line.Completed ? $"complete, SHA-256 {file.Sha256}" : "NOT complete: nothing of it was kept")}"
                : $"  {CapabilityWords.Of(line.Capability)}: {Duration(line.Open)}";
        }

        if (summary.Technician is not null && summary.Lines.IsEmpty)
            yield return "Nothing was opened.";
    }

    private static string Duration(TimeSpan open) =>
        $"{((int)open.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min {open.Seconds.ToString(CultureInfo.InvariantCulture)} s";

    private static string Why(SessionSummary summary) => summary.Reason switch
    {
        EndReason.Closed or EndReason.OperatorRevoked => "you ended it.",
        EndReason.TechnicianReleased => "the technician ended it.",
        EndReason.NobodyJoined => "nobody joined within 30 minutes. Start again when the technician is ready.",
        EndReason.LinkLost => "the connection was lost. Start again and give the technician the new number.",
        EndReason.BrokerVeto => "the vendor's server took the technician's right away. Call the vendor at the number that you know.",
        EndReason.PinExhausted => "the PIN was wrong three times. Somebody may have tried to guess it; call the vendor at the number that you know.",
        EndReason.SasExhausted => "the six digits were wrong twice. Somebody may sit between you and the vendor; call the vendor at the number that you know.",
        EndReason.HandshakesExhausted => "three attempts to connect failed. Start again and give the technician the new number.",
        EndReason.ProtocolViolation => "the other side broke the rules of the connection. Report it to the vendor with the record.",
        EndReason.LogFailed => "the record of the session couldn't be written. Free some room on the disk and start again.",
        _ => "a part of this program failed. Start it again, and report it to the vendor with the record.",
    };
}
