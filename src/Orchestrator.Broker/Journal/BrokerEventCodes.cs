namespace Orchestrator.Broker.Journal;

/// <summary>Codes of the broker's observations in its log. Never renamed: records of years ago carry them. Listed in docs/broker.md.</summary>
public static class BrokerEventCodes
{
    /// <summary>Serving.</summary>
    public const string Serving = "broker.serving";

    /// <summary>Stopped in order.</summary>
    public const string Stopped = "broker.stopped";

    /// <summary>An account was made.</summary>
    public const string AccountAdded = "account.added";

    /// <summary>A role was approved by a second administrator.</summary>
    public const string AccountApproved = "account.approved";

    /// <summary>An account's owner chose a password and proved a second factor.</summary>
    public const string AccountActivated = "account.activated";

    /// <summary>Password, second factor and consoles were taken away.</summary>
    public const string AccountReset = "account.reset";

    /// <summary>An account got another role.</summary>
    public const string RoleChanged = "account.role-changed";

    /// <summary>A console waits for approval.</summary>
    public const string ConsoleRequested = "console.requested";

    /// <summary>A console was approved.</summary>
    public const string ConsoleApproved = "console.approved";

    /// <summary>A console lost every right.</summary>
    public const string ConsoleRevoked = "console.revoked";

    /// <summary>A recovery code was spent.</summary>
    public const string RecoveryCodeUsed = "recovery-code.used";

    /// <summary>An account lost every right.</summary>
    public const string AccountDisabled = "account.disabled";

    /// <summary>A lock was lifted by hand.</summary>
    public const string AccountUnlocked = "account.unlocked";

    /// <summary>An account was closed after failed sign-ins.</summary>
    public const string AccountLocked = "account.locked";

    /// <summary>A version of a course was added.</summary>
    public const string CourseAdded = "course.added";

    /// <summary>A course counts no more.</summary>
    public const string CourseRetired = "course.retired";

    /// <summary>A course was recorded.</summary>
    public const string TrainingRecorded = "training.recorded";

    /// <summary>A policy was put in force.</summary>
    public const string PolicyInstalled = "policy.installed";

    /// <summary>An administrator asked for texts beside the log to be erased.</summary>
    public const string ErasureRequested = "texts.erasure-requested";

    /// <summary>Another one approved, and they were erased.</summary>
    public const string TextsErased = "texts.erased";

    /// <summary>An audit sink doesn't work.</summary>
    public const string AuditSinkFailed = "sink.failed";

    /// <summary>It works again, and has everything.</summary>
    public const string AuditSinkRestored = "sink.restored";

    /// <summary>A witness was enrolled.</summary>
    public const string WitnessAdded = "witness.added";

    /// <summary>A witness was taken away.</summary>
    public const string WitnessRemoved = "witness.removed";

    /// <summary>A witness cosigned a log's checkpoint.</summary>
    public const string WitnessCosigned = "witness.cosigned";

    /// <summary>A witness didn't cosign: a red flag.</summary>
    public const string WitnessRefused = "witness.refused";

    /// <summary>A witness isn't there.</summary>
    public const string WitnessSilent = "witness.silent";

    /// <summary>A technician signed in.</summary>
    public const string SignedIn = "sign-in.succeeded";

    /// <summary>Failed sign-ins, counted.</summary>
    public const string SignInsFailed = "sign-in.failures-counted";

    /// <summary>A signed-in technician wasn't admitted.</summary>
    public const string AdmissionRefused = "admission.refused";

    /// <summary>A technician asked for a supervisor's approval.</summary>
    public const string ApprovalRequested = "approval.requested";

    /// <summary>A supervisor approved.</summary>
    public const string ApprovalGiven = "approval.given";

    /// <summary>A supervisor refused.</summary>
    public const string ApprovalRefused = "approval.refused";

    /// <summary>A reviewer signed.</summary>
    public const string ReviewSigned = "review.signed";

    /// <summary>A console's key was certified.</summary>
    public const string CertificateIssued = "issuing.certificate";

    /// <summary>A ticket was signed.</summary>
    public const string TicketIssued = "issuing.ticket";

    /// <summary>An instrument registered.</summary>
    public const string SessionRegistered = "relay.session-registered";

    /// <summary>An instrument's program got no session.</summary>
    public const string RegistrationRefused = "relay.registration-refused";

    /// <summary>A technician attached.</summary>
    public const string TechnicianAttached = "relay.technician-attached";

    /// <summary>A link was lost or closed.</summary>
    public const string LinkLost = "relay.link-lost";

    /// <summary>An end came back on a new link.</summary>
    public const string LinkResumed = "relay.link-resumed";

    /// <summary>Somebody wasn't let go on with a session.</summary>
    public const string ResumeRefused = "relay.resume-refused";

    /// <summary>A channel's gate opened.</summary>
    public const string RelayOpened = "relay.channel-opened";

    /// <summary>What a channel carried.</summary>
    public const string RelayMetered = "relay.channel-metered";

    /// <summary>What the relay didn't forward.</summary>
    public const string RelayRefused = "relay.records-refused";

    /// <summary>A right was taken away.</summary>
    public const string Vetoed = "relay.vetoed";

    /// <summary>Two records at one place.</summary>
    public const string ForkSeen = "relay.fork";

    /// <summary>A run signed something else than it gave.</summary>
    public const string SignedForkSeen = "relay.signed-fork";

    /// <summary>What an earlier run left on its disk came, and verified.</summary>
    public const string TailRecovered = "relay.recovered";

    /// <summary>Deliveries that didn't verify, counted.</summary>
    public const string RecoveriesRefused = "relay.recoveries-refused";

    /// <summary>A peer broke the protocol.</summary>
    public const string ViolationSeen = "relay.violation";

    /// <summary>The instrument's END arrived.</summary>
    public const string SessionEnded = "relay.session-ended";

    /// <summary>Somebody took a session's evidence out.</summary>
    public const string EvidenceExported = "evidence.exported";

    /// <summary>No END came.</summary>
    public const string MissingEnd = "relay.missing-end";
}
