namespace Orchestrator.Domain;

/// <summary>Supervisors' approvals. Each names the person as printed, how he proved himself, and what it means; the record has the time.</summary>
public static class ApprovalObservations
{
    /// <summary>A technician asked for an approval.</summary>
    public sealed record ApprovalRequested(SessionNumber Session, string Id, ProvenPerson By, CapabilitySet Capabilities, string Reason) : BrokerObservation;

    /// <summary>A supervisor approved. <paramref name="Account"/> and <paramref name="PrintedName"/> are the technician's.</summary>
    public sealed record ApprovalGiven(SessionNumber Session, string Id, ProvenPerson By, string Account, string PrintedName, CapabilitySet Capabilities, string Meaning) : BrokerObservation;

    /// <summary>A supervisor refused. <paramref name="Account"/> and <paramref name="PrintedName"/> are the technician's.</summary>
    public sealed record ApprovalRefused(SessionNumber Session, string Id, ProvenPerson By, string Account, string PrintedName, CapabilitySet Capabilities, string Meaning) : BrokerObservation;
}

/// <summary>A person with an account who proved himself in full for the one thing that is recorded.</summary>
/// <param name="Account">Unique user name.</param>
/// <param name="PrintedName">As printed on reports.</param>
/// <param name="Role">In which it was done.</param>
/// <param name="Strength">How he proved himself, for example <c>password+totp</c>.</param>
/// <param name="KeyFingerprint">Of the console from which it was done, lower-case hex.</param>
public sealed record ProvenPerson(string Account, string PrintedName, string Role, string Strength, string KeyFingerprint);
