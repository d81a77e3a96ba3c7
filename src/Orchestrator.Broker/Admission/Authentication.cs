using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Admission;

/// <summary>What a check gave. Account and strength are there as soon as password and code were right, whatever the status.</summary>
internal readonly record struct Authentication(AuthenticationStatus Status, Account? Account = null, string Strength = "", ConsoleState Console = ConsoleState.Unknown)
{
    /// <summary>The person, for a record; throws when nobody proved himself.</summary>
    public ActingPerson Person => Status == AuthenticationStatus.Authenticated && Account is { } account
        ? new ActingPerson(account.Name, account.PrintedName, account.Role, Strength, null)
        : throw new InvalidOperationException("Nobody proved himself.");

    /// <summary>Code and sentence of a no; null when it is a yes.</summary>
    public (string Code, string Sentence)? Refusal => Status switch
    {
        AuthenticationStatus.Authenticated => null,
        AuthenticationStatus.Busy => (AdmissionCodes.Busy, AdmissionCodes.BusySentence),
        AuthenticationStatus.AccountNotApproved => (AdmissionCodes.AccountNotApproved, AdmissionCodes.AccountNotApprovedSentence),
        AuthenticationStatus.ConsoleNotApproved when Console == ConsoleState.Revoked => (AdmissionCodes.ConsoleNotApproved, AdmissionCodes.ConsoleRevokedSentence),
        AuthenticationStatus.ConsoleNotApproved => (AdmissionCodes.ConsoleNotApproved, AdmissionCodes.ConsoleNotApprovedSentence),
        _ => (AdmissionCodes.SignInFailed, AdmissionCodes.SignInFailedSentence),
    };
}

/// <summary>How a check ended.</summary>
internal enum AuthenticationStatus
{
    /// <summary>No, for whatever reason.</summary>
    Failed,

    /// <summary>Password, code and console fit.</summary>
    Authenticated,

    /// <summary>It wasn't checked: too many wait.</summary>
    Busy,

    /// <summary>Password and code fit; another administrator must approve the role first.</summary>
    AccountNotApproved,

    /// <summary>Password and code fit; somebody else must approve the console first, or it was revoked.</summary>
    ConsoleNotApproved,
}
