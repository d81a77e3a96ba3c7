using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts;

/// <summary>Makes, finds and lists accounts. What changes them is in <see cref="AccountChanges"/>.</summary>
internal sealed class AccountStore(BrokerStore store, TimeProvider time, IRandomSource random)
{
    /// <summary>Makes an account without a password: its owner chooses one with the setup code, and nobody else ever knows it.</summary>
    /// <exception cref="BrokerException">Name, printed name or role is refused, or the name is taken.</exception>
    public async Task<NewAccount> AddAsync(string name, string printedName, string role, ActingPerson by, CancellationToken cancellationToken)
    {
        var account = AccountRows.Parse(name);
        var printed = PrintedName.Parse(printedName) ?? throw new BrokerException(
            ExitCode.Refused, $"The printed name can't be shown to an operator: give 1 to {PrintedName.MaxCodePoints} visible characters on one line.");
        RequireKnown(role);
        await using var db = store.CreateDbContext();
        var row = new AccountRow { Key = account.Key, PrintedName = printed, Role = role, CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
        await GiveRoleAsync(db, row, role, by, time, cancellationToken);
        var setup = SetupCode.Give(row, time.GetUtcNow(), random);
        db.Accounts.Add(row);
        db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.AccountAdded(row.Key, row.PrintedName, row.Role, row.ApprovedAt is not null, by)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (BrokerStore.IsDuplicate(e))
        {
            throw new BrokerException(
                ExitCode.Exists, $"The name '{account.Key}' is taken, or was once: a name belongs to one person for ever. Choose another one.", e);
        }

        return new NewAccount(AccountRows.ToAccount(row), setup, DateTimeOffset.FromUnixTimeMilliseconds(row.SetupUntil!.Value));
    }

    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return [.. (await db.Accounts.AsNoTracking().OrderBy(a => a.Key).ToListAsync(cancellationToken)).Select(AccountRows.ToAccount)];
    }

    /// <exception cref="BrokerException">There is no such account.</exception>
    public async Task<Account> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return AccountRows.ToAccount(await AccountRows.FindAsync(db, name, cancellationToken));
    }

    /// <summary>True as soon as somebody can act as an administrator: from then on every change names one.</summary>
    public async Task<bool> HasActiveAdminAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await AccountRows.ActiveAdmins(db).AnyAsync(cancellationToken);
    }

    /// <summary>The row with its hash, for sign-in; null when there is none.</summary>
    internal async Task<AccountRow?> FindRowAsync(AccountName name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Key == name.Key, cancellationToken);
    }

    /// <exception cref="BrokerException">There is no such role.</exception>
    internal static void RequireKnown(string role)
    {
        if (!AccountRoles.IsKnown(role))
        {
            throw new BrokerException(ExitCode.Refused, $"There is no role '{role}'. An account is a {AccountRoles.Spoken}.");
        }
    }

    /// <summary>A role that nobody gives alone waits for a second administrator, as soon as there are two.</summary>
    internal static async Task GiveRoleAsync(BrokerDb db, AccountRow row, string role, ActingPerson by, TimeProvider time, CancellationToken cancellationToken)
    {
        var waits = AccountRoles.NeedsApproval(role) && by.Account is not null && await AccountRows.ActiveAdmins(db).CountAsync(a => a.Key != row.Key, cancellationToken) >= 2;
        row.Role = role;
        row.RoleGivenBy = by.Account;
        row.ApprovedAt = waits ? null : time.GetUtcNow().ToUnixTimeMilliseconds();
    }
}

/// <summary>An account and the code with which its owner activates it. The code is in no other place in clear.</summary>
/// <param name="Account">Which.</param>
/// <param name="SetupCode">For the owner alone.</param>
/// <param name="Until">The code's last moment.</param>
internal sealed record NewAccount(Account Account, string SetupCode, DateTimeOffset Until)
{
    /// <summary>Without the code.</summary>
    public override string ToString() => $"NewAccount {{ Account = {Account.Name} }}";
}
