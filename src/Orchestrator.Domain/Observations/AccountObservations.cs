namespace Orchestrator.Domain;

/// <summary>What happened to people's accounts, second factors and consoles. Each names who did it.</summary>
public static class AccountObservations
{
    /// <summary>An account was made. <paramref name="Approved"/>: it needs nobody else's yes.</summary>
    public sealed record AccountAdded(string Account, string PrintedName, string Role, bool Approved, ActingPerson By) : BrokerObservation;

    /// <summary>A second administrator approved an account's role.</summary>
    public sealed record AccountApproved(string Account, string Role, ActingPerson By) : BrokerObservation;

    /// <summary>The owner chose a password and proved a second factor.</summary>
    public sealed record AccountActivated(string Account, string PrintedName, string Role, string KeyFingerprint, string Address) : BrokerObservation;

    /// <summary>Password, second factor and consoles were taken away; a new setup code was given.</summary>
    public sealed record AccountReset(string Account, string Reason, ActingPerson By) : BrokerObservation;

    /// <summary>An account lost every right, for ever.</summary>
    public sealed record AccountDisabled(string Account, ActingPerson By) : BrokerObservation;

    /// <summary>A lock after failed sign-ins was lifted by hand.</summary>
    public sealed record AccountUnlocked(string Account, ActingPerson By) : BrokerObservation;

    /// <summary>An account got another role. <paramref name="Approved"/>: it needs nobody else's yes.</summary>
    public sealed record RoleChanged(string Account, string OldRole, string NewRole, bool Approved, ActingPerson By) : BrokerObservation;

    /// <summary>An account was closed for a while after failed sign-ins; <paramref name="UntilUnlocked"/>: until somebody lifts it.</summary>
    /// <param name="Account">Which.</param>
    /// <param name="Failures">How many.</param>
    /// <param name="UntilUnlocked">Not only for a while.</param>
    /// <param name="From">For whom it is closed: a known console, a command at the broker, or everybody else.</param>
    public sealed record AccountLocked(string Account, int Failures, bool UntilUnlocked, string From) : BrokerObservation;

    /// <summary>The owner signed in, rightly, from a console that nobody approved yet.</summary>
    public sealed record ConsoleRequested(string Account, string Role, string KeyFingerprint, string Address) : BrokerObservation;

    /// <summary>Somebody else approved a console.</summary>
    public sealed record ConsoleApproved(string Account, string KeyFingerprint, ActingPerson By) : BrokerObservation;

    /// <summary>A console lost every right, for ever.</summary>
    public sealed record ConsoleRevoked(string Account, string KeyFingerprint, ActingPerson By) : BrokerObservation;

    /// <summary>A recovery code stood in for the second factor; it is spent.</summary>
    public sealed record RecoveryCodeUsed(string Account, string Role, int Left) : BrokerObservation;
}
