namespace Orchestrator.Domain;

/// <summary>A technician's request for a supervisor's approval, and what became of it. Nothing here allows anything at the instrument: there the operator decides.</summary>
/// <param name="Id">Counts up, never used again.</param>
/// <param name="Session">It counts for this session and no other.</param>
/// <param name="Account">Who asked; it counts for nobody else.</param>
/// <param name="PrintedName">Who asked, as printed.</param>
/// <param name="Capabilities">For what.</param>
/// <param name="Reason">Why.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Decision">What a supervisor said; null while it waits.</param>
public sealed record Approval(
    long Id, SessionNumber Session, string Account, string PrintedName, CapabilitySet Capabilities, string Reason, DateTimeOffset AskedAt, ApprovalDecision? Decision = null);

/// <summary>A supervisor's yes or no.</summary>
/// <param name="Given">Yes.</param>
/// <param name="Account">Who decided.</param>
/// <param name="PrintedName">Who decided, as printed.</param>
/// <param name="Meaning">What the decision means, in his words.</param>
/// <param name="At">When.</param>
public sealed record ApprovalDecision(bool Given, string Account, string PrintedName, string Meaning, DateTimeOffset At)
{
    /// <summary>Of the console on which it was decided, lower-case hex; empty before it is kept.</summary>
    public string KeyFingerprint { get; init; } = "";
}

/// <summary>What may still become of a request.</summary>
public enum ApprovalState
{
    /// <summary>It waits for a supervisor.</summary>
    Asked,

    /// <summary>Approved; it counts.</summary>
    Given,

    /// <summary>Refused; it stays so.</summary>
    Refused,

    /// <summary>Nobody decided in time, or its time to count is over.</summary>
    Over,
}

/// <summary>A person who decides, as the broker knows him after he proved himself.</summary>
/// <param name="Account">Unique user name.</param>
/// <param name="PrintedName">As printed.</param>
/// <param name="IsSupervisor">His role.</param>
public sealed record Decider(string Account, string PrintedName, bool IsSupervisor);
