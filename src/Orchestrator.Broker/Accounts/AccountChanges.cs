using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts;

/// <summary>
/// What administrators do to an account that is there, never to their own. Each change, its record, and what it takes away from running sessions
/// go into the store in one transaction.
/// </summary>
internal sealed class AccountChanges(BrokerStore store, TimeProvider time, IRandomSource random)
{
    /// <summary>Code points of the reason for a reset.</summary>
    public const int MaxReason = 300;

    /// <summary>Approves a role that another administrator gave. Doing it twice is the same as once.</summary>
    /// <exception cref="BrokerException">No such account, the actor's own, or a role that he gave himself.</exception>
    public Task<Account> ApproveAsync(string name, ActingPerson by, CancellationToken cancellationToken) => ChangeAsync(name, by, (db, row) =>
    {
        if (row.ApprovedAt is null)
        {
            if (by.Account is null || by.Account == row.RoleGivenBy)
            {
                throw new BrokerException(ExitCode.Refused, $"The role of '{row.Key}' was given by {by.Account ?? "somebody else"}: another administrator must approve it.");
            }

            row.ApprovedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
            Note(db, new AccountObservations.AccountApproved(row.Key, row.Role, by));
        }

        return Task.CompletedTask;
    }, cancellationToken);

    /// <summary>Takes every right of the account away, for ever. Doing it twice is the same as once.</summary>
    /// <exception cref="BrokerException">There is no such account, or it is the actor's own.</exception>
    public Task<Account> DisableAsync(string name, ActingPerson by, CancellationToken cancellationToken) => ChangeAsync(name, by, (db, row) =>
    {
        if (!row.Disabled)
        {
            row.Disabled = true;
            row.DisabledAt = time.GetUtcNow().ToUnixTimeMilliseconds();
            row.SetupHash = null;
            db.Revocations.Add(Revocations.Row(time, row.Key, null, "the account was disabled"));
            Note(db, new AccountObservations.AccountDisabled(row.Key, by));
        }

        return Task.CompletedTask;
    }, cancellationToken);

    /// <summary>Forgets the failed sign-ins of an account, from everywhere, so that its owner may try again.</summary>
    /// <exception cref="BrokerException">There is no such account, or it is the actor's own.</exception>
    public Task<Account> UnlockAsync(string name, ActingPerson by, CancellationToken cancellationToken) => ChangeAsync(name, by, async (db, row) =>
    {
        if (await ForgiveAsync(db, row.Key, cancellationToken))
        {
            Note(db, new AccountObservations.AccountUnlocked(row.Key, by));
        }
    }, cancellationToken);

    /// <summary>Gives another role. What was joined in the old one ends.</summary>
    /// <exception cref="BrokerException">There is no such account or role, or it is the actor's own account.</exception>
    public Task<Account> ChangeRoleAsync(string name, string role, ActingPerson by, CancellationToken cancellationToken)
    {
        AccountStore.RequireKnown(role);
        return ChangeAsync(name, by, async (db, row) =>
        {
            if (row.Role != role)
            {
                var old = row.Role;
                await AccountStore.GiveRoleAsync(db, row, role, by, time, cancellationToken);
                db.Revocations.Add(Revocations.Row(time, row.Key, null, "the account has another role now"));
                Note(db, new AccountObservations.RoleChanged(row.Key, old, role, row.ApprovedAt is not null, by));
            }
        }, cancellationToken);
    }

    /// <summary>Takes password, second factor and consoles away, and gives a new setup code: for who lost one of them.</summary>
    /// <exception cref="BrokerException">There is no such account, it is disabled or the actor's own, or the reason can't be shown.</exception>
    public async Task<NewAccount> ResetAsync(string name, string reason, ActingPerson by, CancellationToken cancellationToken)
    {
        if (!SafeText.IsSafe(reason, MaxReason))
        {
            throw new BrokerException(ExitCode.Refused, $"The reason goes into the record: give 1 to {MaxReason} visible characters on one line.");
        }

        NewAccount? given = null;
        var account = await ChangeAsync(name, by, async (db, row) =>
        {
            if (row.Disabled)
            {
                throw new BrokerException(ExitCode.Refused, $"'{row.Key}' is disabled, for ever. Make a new account under another name.");
            }

            row.PasswordHash = null;
            row.FactorSecret = null;
            var code = SetupCode.Give(row, time.GetUtcNow(), random);
            db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == row.Id).ToListAsync(cancellationToken));

            // Forgotten, not revoked: whoever lost the telephone goes on with the same computer, once it was approved again.
            db.Consoles.RemoveRange(await db.Consoles.Where(c => c.AccountId == row.Id && c.State != nameof(ConsoleState.Revoked)).ToListAsync(cancellationToken));
            await ForgiveAsync(db, row.Key, cancellationToken);
            db.Revocations.Add(Revocations.Row(time, row.Key, null, "the account was reset"));
            Note(db, new AccountObservations.AccountReset(row.Key, reason, by));
            given = new NewAccount(AccountRows.ToAccount(row), code, DateTimeOffset.FromUnixTimeMilliseconds(row.SetupUntil!.Value));
        }, cancellationToken);
        return given! with { Account = account };
    }

    private async Task<Account> ChangeAsync(string name, ActingPerson by, Func<BrokerDb, AccountRow, Task> change, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await AccountRows.FindAsync(db, name, cancellationToken);
        ActingRules.RequireOther(by, row.Key);
        await change(db, row);
        await db.SaveChangesAsync(cancellationToken);
        return AccountRows.ToAccount(row);
    }

    private void Note(BrokerDb db, BrokerObservation observation) => db.PendingRecords.Add(PendingRecords.Row(time, observation));

    private static async Task<bool> ForgiveAsync(BrokerDb db, string account, CancellationToken cancellationToken)
    {
        var hash = SignInCounters.HashOf(account);
        var counted = await db.SignIns.Where(s => s.NameHash == hash).ToListAsync(cancellationToken);
        db.SignIns.RemoveRange(counted);
        return counted.Count > 0;
    }
}
