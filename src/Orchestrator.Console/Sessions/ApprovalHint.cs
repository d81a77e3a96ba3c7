using Orchestrator.Domain;

namespace Orchestrator.Technicians;

/// <summary>What to run when the vendor's policy wants a supervisor's approval.</summary>
internal static class ApprovalHint
{
    /// <summary>One sentence for the technician. The ticket of a session that runs can't be enlarged, so the way leads over a new one.</summary>
    public static string Of(CapabilitySet needed)
    {
        var names = needed.ToList().Select(c => c.Name()).ToList();
        return $"Here {string.Join(" and ", names)} {(names.Count == 1 ? "needs" : "need")} a supervisor's approval first: end this session, ask the operator to start QuickSupport again, run "
            + $"`orchestrator request NEW-NUMBER {string.Join(' ', names.Select(n => $"--capability {n}"))} --reason TEXT`, and connect when it is approved.";
    }
}
