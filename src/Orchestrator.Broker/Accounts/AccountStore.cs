using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Accounts;

/// <summary>Makes, lists and disables accounts. Each change and its record go into the store in one transaction.</summary>
internal sealed class AccountStore(BrokerStore store, PasswordHasher passwords, TimeProvider time)
{
    /// <exception cref="BrokerException">Name, printed name, role or password is refused, or the name is taken.</exception>
    public async Task<Account> AddAsync(string name, string printedName, string role, string password, CancellationToken cancellationToken)
    {
        var account = Parse(name);
        var printed = PrintedName.Parse(printedName) ?? throw new BrokerException(
            ExitCode.Refused, $"The printed name can't be shown to an operator: give 1 to {PrintedName.MaxCodePoints} visible characters on one line.");
        if (!AccountRoles.IsKnown(role))
        {
            throw new BrokerException(ExitCode.Refused, $"There is no role '{role}'. An account is '{AccountRoles.Technician}' or '{AccountRoles.Supervisor}'.");
        }

        if (PasswordRules.Objection(password, passwords.Policy, account, printed) is { } objection)
        {
            throw new BrokerException(ExitCode.Refused, objection);
        }

        var row = new AccountRow
        {
            Key = account.Key,
            PrintedName = printed,
            Role = role,
            PasswordHash = passwords.Hash(password),
            CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await using var db = store.CreateDbContext();
        db.Accounts.Add(row);
        db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.AccountAdded(row.Key, row.PrintedName, row.Role)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (BrokerStore.IsDuplicate(e))
        {
            throw new BrokerException(
                ExitCode.Exists, $"The name '{account.Key}' is taken, or was once: a name belongs to one person for ever. Choose another one.", e);
        }

        return ToAccount(row);
    }

    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return [.. (await db.Accounts.AsNoTracking().OrderBy(a => a.Key).ToListAsync(cancellationToken)).Select(ToAccount)];
    }

    /// <exception cref="BrokerException">There is no such account.</exception>
    public async Task<Account> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return ToAccount(await FindRowAsync(db, name, cancellationToken));
    }

    /// <summary>Takes every right of the account away, for ever. Doing it twice is the same as once.</summary>
    /// <exception cref="BrokerException">There is no such account.</exception>
    public async Task<Account> DisableAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await FindRowAsync(db, name, cancellationToken);
        if (!row.Disabled)
        {
            row.Disabled = true;
            row.DisabledAt = time.GetUtcNow().ToUnixTimeMilliseconds();
            db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.AccountDisabled(row.Key)));
            await db.SaveChangesAsync(cancellationToken);
        }

        return ToAccount(row);
    }

    /// <summary>Forgets the failed sign-ins of an account, so that its owner may try again.</summary>
    /// <exception cref="BrokerException">There is no such account.</exception>
    public async Task<Account> UnlockAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await FindRowAsync(db, name, cancellationToken);
        var hash = SignInCounters.HashOf(row.Key);
        if (await db.SignIns.SingleOrDefaultAsync(s => s.NameHash == hash, cancellationToken) is { } counted)
        {
            db.SignIns.Remove(counted);
            db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.AccountUnlocked(row.Key)));
            await db.SaveChangesAsync(cancellationToken);
        }

        return ToAccount(row);
    }

    /// <summary>Names of all disabled accounts: what the serving process compares its sessions with.</summary>
    public async Task<IReadOnlySet<string>> DisabledNamesAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return (await db.Accounts.AsNoTracking().Where(a => a.Disabled).Select(a => a.Key).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The row with its hash, for sign-in; null when there is none.</summary>
    internal async Task<AccountRow?> FindRowAsync(AccountName name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Key == name.Key, cancellationToken);
    }

    internal static Account ToAccount(AccountRow row) =>
        new(row.Id, row.Key, row.PrintedName, row.Role, row.Disabled, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));

    private static AccountName Parse(string name) => AccountName.TryParse(name, out var account)
        ? account
        : throw new BrokerException(
            ExitCode.Refused, $"'{Shown(name)}' can't be a user name: use 1 to {AccountName.MaxLength} Latin letters, digits, '.', '_' and '-', beginning with a letter.");

    private static async Task<AccountRow> FindRowAsync(BrokerDb db, string name, CancellationToken cancellationToken)
    {
        var account = Parse(name);
        return await db.Accounts.SingleOrDefaultAsync(a => a.Key == account.Key, cancellationToken)
            ?? throw new BrokerException(ExitCode.NotFound, $"There is no account '{account.Key}'. `account list` shows all of them.");
    }

    /// <summary>What a person typed, safe to print in a sentence.</summary>
    private static string Shown(string text) => new([.. text.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
