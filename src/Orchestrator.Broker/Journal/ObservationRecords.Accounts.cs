using Orchestrator.Audit.Records;
using Orchestrator.Broker.Accounts;
using Orchestrator.Domain;
using static Orchestrator.Domain.AccountObservations;

namespace Orchestrator.Broker.Journal;

/// <content>Accounts, second factors and consoles: each record names who acted, with printed name and strength.</content>
internal sealed partial class ObservationRecords
{
    private RecordBody? DescribeAccount(BrokerObservation observation) => observation switch
    {
        AccountAdded o => Body(
            BrokerEventCodes.AccountAdded, $"Account {o.Account} was made for {o.PrintedName} ({o.Role}) by {o.By.Spoken()}.", Actor(o.By),
            ("account", o.Account), ("printedName", o.PrintedName), ("role", o.Role), ("approved", o.Approved)),
        AccountApproved o => Body(BrokerEventCodes.AccountApproved, $"Account {o.Account} was approved as {o.Role} by {o.By.Spoken()}.", Actor(o.By), ("account", o.Account), ("role", o.Role)),
        AccountActivated o => Body(
            BrokerEventCodes.AccountActivated, $"{o.PrintedName} activated account {o.Account} with a password and a second factor of his or her own.",
            new RecordActor { Kind = KindOf(o.Role), Account = o.Account, PrintedName = o.PrintedName, Role = o.Role, KeyFingerprint = o.KeyFingerprint },
            ("account", o.Account), ("address", new Erasable(o.Address))),
        AccountReset o => Body(
            BrokerEventCodes.AccountReset, $"Account {o.Account} was reset by {o.By.Spoken()}. Password, second factor and consoles were taken away.", Actor(o.By),
            ("account", o.Account), ("reason", new Erasable(o.Reason))),
        AccountDisabled o => Body(BrokerEventCodes.AccountDisabled, $"Account {o.Account} was disabled by {o.By.Spoken()}.", Actor(o.By), ("account", o.Account)),
        AccountUnlocked o => Body(BrokerEventCodes.AccountUnlocked, $"Account {o.Account} was opened again by hand by {o.By.Spoken()}.", Actor(o.By), ("account", o.Account)),
        RoleChanged o => Body(
            BrokerEventCodes.RoleChanged, $"Account {o.Account} was {o.OldRole} and is {o.NewRole} now, by {o.By.Spoken()}.", Actor(o.By),
            ("account", o.Account), ("old", o.OldRole), ("new", o.NewRole), ("approved", o.Approved)),
        AccountLocked o => Body(
            BrokerEventCodes.AccountLocked,
            o.UntilUnlocked
                ? Text($"Account {o.Account} was closed for {o.From} after {o.Failures} failed sign-ins, until it is opened by hand.")
                : Text($"Account {o.Account} was closed for {o.From} for a while after {o.Failures} failed sign-ins."),
            Stranger, ("account", o.Account), ("failures", o.Failures), ("untilUnlocked", o.UntilUnlocked), ("from", o.From)),
        ConsoleRequested o => Body(
            BrokerEventCodes.ConsoleRequested, $"{o.Account} proved password and code at a new console; it waits for approval.",
            new RecordActor { Kind = KindOf(o.Role), Account = o.Account, Role = o.Role, KeyFingerprint = o.KeyFingerprint }, ("account", o.Account), ("console", o.KeyFingerprint), ("address", new Erasable(o.Address))),
        ConsoleApproved o => Body(BrokerEventCodes.ConsoleApproved, $"A console of {o.Account} was approved by {o.By.Spoken()}.", Actor(o.By), ("account", o.Account), ("console", o.KeyFingerprint)),
        ConsoleRevoked o => Body(BrokerEventCodes.ConsoleRevoked, $"A console of {o.Account} was revoked by {o.By.Spoken()}.", Actor(o.By), ("account", o.Account), ("console", o.KeyFingerprint)),
        RecoveryCodeUsed o => Body(
            BrokerEventCodes.RecoveryCodeUsed, Text($"{o.Account} used a recovery code; {o.Left} are left."), new RecordActor { Kind = KindOf(o.Role), Account = o.Account, Role = o.Role }, ("account", o.Account), ("left", o.Left)),
        _ => null,
    };

    private static RecordActor Actor(ActingPerson by) => new()
    {
        Kind = ActorKinds.Administrator,
        Account = by.Account,
        PrintedName = by.PrintedName,
        Role = by.Role,
        Authentication = by.Strength,
        OsAccount = by.OsAccount,
    };

    private static string KindOf(string role) => role switch
    {
        AccountRoles.Admin => ActorKinds.Administrator,
        AccountRoles.Auditor => ActorKinds.Auditor,
        _ => ActorKinds.Technician,
    };
}
