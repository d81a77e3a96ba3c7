namespace Orchestrator.Broker.Accounts;

/// <summary>A person who may sign in, as the store has it. Without the password's hash: that never leaves the folder.</summary>
/// <param name="Id">Never used twice.</param>
/// <param name="Name">Unique, folded.</param>
/// <param name="PrintedName">As the operator reads it.</param>
/// <param name="Role">One of <see cref="AccountRoles"/>.</param>
/// <param name="Disabled">Can't sign in; nothing is relayed for it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record Account(long Id, string Name, string PrintedName, string Role, bool Disabled, DateTimeOffset CreatedAt);

/// <summary>What an account may be. Supervisors and auditors come when there is something that only they may do.</summary>
public static class AccountRoles
{
    /// <summary>May join sessions.</summary>
    public const string Technician = "technician";

    /// <summary>May join sessions too, and approves what the policy wants approved.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>True for a role of this version.</summary>
    public static bool IsKnown(string role) => role is Technician or Supervisor;
}
