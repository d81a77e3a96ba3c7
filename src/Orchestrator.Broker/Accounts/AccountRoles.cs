namespace Orchestrator.Broker.Accounts;

/// <summary>What an account may be; one role an account.</summary>
public static class AccountRoles
{
    /// <summary>Joins sessions.</summary>
    public const string Technician = "technician";

    /// <summary>Joins sessions, and approves what the policy wants approved.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Reads.</summary>
    public const string Auditor = "auditor";

    /// <summary>Keeps accounts, consoles and training.</summary>
    public const string Admin = "admin";

    /// <summary>All of them, for a sentence.</summary>
    public const string Spoken = "technician, supervisor, auditor or admin";

    /// <summary>True for a role of this version.</summary>
    public static bool IsKnown(string role) => role is Technician or Supervisor or Auditor or Admin;

    /// <summary>True for who may be admitted to sessions.</summary>
    public static bool MayJoin(string role) => role is Technician or Supervisor;

    /// <summary>True for a role that nobody gives alone.</summary>
    public static bool NeedsApproval(string role) => role is Supervisor or Admin;
}
