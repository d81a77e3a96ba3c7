namespace Orchestrator.Technicians;

/// <summary>A person who is signed in.</summary>
/// <param name="PrintedName">As operators read it.</param>
/// <param name="Role">For example <c>technician</c>.</param>
/// <param name="Until">When the certificate of this console's key ends, UTC; null for a role that joins no sessions and gets none.</param>
public sealed record SignedInAs(string PrintedName, string Role, DateTimeOffset? Until);
