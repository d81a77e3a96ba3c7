namespace Orchestrator.Broker.Admission;

/// <summary>Stable codes of refusals, and their sentences.</summary>
public static class AdmissionCodes
{
    /// <summary>Unknown user, wrong password, disabled, locked or too early: one code, one sentence, one amount of work.</summary>
    public const string SignInFailed = "SIGN_IN_FAILED";

    /// <summary>No current record of a required course.</summary>
    public const string TrainingExpired = "TRAINING_EXPIRED";

    /// <summary>No session has this number.</summary>
    public const string SessionUnknown = "SESSION_UNKNOWN";

    /// <summary>Another technician has the case.</summary>
    public const string SessionTaken = "SESSION_TAKEN";

    /// <summary>Three tickets within five minutes.</summary>
    public const string TooManyTickets = "TOO_MANY_TICKETS";

    /// <summary>The reason can't be shown to an operator.</summary>
    public const string BadReason = "BAD_REASON";

    /// <summary>The console's key isn't acceptable.</summary>
    public const string BadKey = "BAD_KEY";

    /// <summary>Too many sign-ins at once.</summary>
    public const string Busy = "BROKER_BUSY";

    internal const string SignInFailedSentence =
        "The sign-in failed. Check user name and password. After several failures wait before you try again: up to 15 minutes; then ask whoever keeps your account.";

    internal const string BusySentence = "The broker has too many sign-ins to check at this moment. Try again in a few seconds.";

    internal const string BadKeySentence = "The console's key isn't acceptable. Start the console again; if that doesn't help, install it anew.";
}
