namespace Orchestrator.Broker.Admission;

/// <summary>Stable codes of refusals, and their sentences.</summary>
public static class AdmissionCodes
{
    /// <summary>Unknown user, wrong password or code, disabled, locked or too early: one code, one sentence, one amount of work.</summary>
    public const string SignInFailed = "SIGN_IN_FAILED";

    /// <summary>Password and code are right; this console isn't approved, or was revoked.</summary>
    public const string ConsoleNotApproved = "CONSOLE_NOT_APPROVED";

    /// <summary>Password and code are right; another administrator must approve the account's role.</summary>
    public const string AccountNotApproved = "ACCOUNT_NOT_APPROVED";

    /// <summary>The account's role joins no sessions.</summary>
    public const string RoleNotAdmitted = "ROLE_NOT_ADMITTED";

    /// <summary>No current record of a required course.</summary>
    public const string TrainingExpired = "TRAINING_EXPIRED";

    /// <summary>No session has this number.</summary>
    public const string SessionUnknown = "SESSION_UNKNOWN";

    /// <summary>Another technician has the case.</summary>
    public const string SessionTaken = "SESSION_TAKEN";

    /// <summary>The policy permits nothing of it here and now.</summary>
    public const string NotPermitted = "NOT_PERMITTED";

    /// <summary>The policy permits nothing without a supervisor's approval.</summary>
    public const string ApprovalNeeded = "APPROVAL_NEEDED";

    /// <summary>Three tickets within five minutes.</summary>
    public const string TooManyTickets = "TOO_MANY_TICKETS";

    /// <summary>The reason can't be shown to an operator.</summary>
    public const string BadReason = "BAD_REASON";

    /// <summary>The console's key isn't acceptable.</summary>
    public const string BadKey = "BAD_KEY";

    /// <summary>Too many sign-ins at once.</summary>
    public const string Busy = "BROKER_BUSY";

    internal const string SignInFailedSentence =
        "The sign-in failed. Check user name, password and code; each code counts once. After several failures wait before you try again: up to 15 minutes; then ask whoever keeps your account.";

    internal const string ConsoleNotApprovedSentence =
        "Password and code are right, but this console isn't approved yet. Show its key's short fingerprint to an administrator, who approves it (`console approve`); then sign in again with a new code.";

    internal const string ConsoleRevokedSentence =
        "Password and code are right, but this console was revoked. If it is yours and safe, delete `console-key.pk8` in its data folder, sign in again, and have the new key approved.";

    internal const string AccountNotApprovedSentence =
        "Password and code are right, but your role isn't approved yet. Ask another administrator than the one who gave it to approve it (`account approve`).";

    internal const string BusySentence = "The broker has too many sign-ins to check at this moment. Try again in a few seconds.";

    internal static string RoleNotAdmittedSentence(string role) =>
        $"An account with the role '{role}' joins no sessions. Sign in with a technician's or a supervisor's account.";

    internal const string BadKeySentence = "The console's key isn't acceptable. Start the console again; if that doesn't help, install it anew.";
}
