using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Accounts;

/// <summary>Rows of accounts: found by a typed name, and what they mean.</summary>
internal static class AccountRows
{
    /// <exception cref="BrokerException">No name, or no such account.</exception>
    public static async Task<AccountRow> FindAsync(BrokerDb db, string name, CancellationToken cancellationToken)
    {
        var account = Parse(name);
        return await db.Accounts.SingleOrDefaultAsync(a => a.Key == account.Key, cancellationToken)
            ?? throw new BrokerException(ExitCode.NotFound, $"There is no account '{account.Key}'. `account list` shows all of them.");
    }

    /// <exception cref="BrokerException">It can't be a name.</exception>
    public static AccountName Parse(string name) => AccountName.TryParse(name, out var account)
        ? account
        : throw new BrokerException(
            ExitCode.Refused, $"'{Shown(name)}' can't be a user name: use 1 to {AccountName.MaxLength} Latin letters, digits, '.', '_' and '-', beginning with a letter.");

    /// <summary>Administrators who may act now.</summary>
    public static IQueryable<AccountRow> ActiveAdmins(BrokerDb db) =>
        db.Accounts.AsNoTracking().Where(a => a.Role == AccountRoles.Admin && !a.Disabled && a.ApprovedAt != null && a.PasswordHash != null);

    public static Account ToAccount(AccountRow row) =>
        new(row.Id, row.Key, row.PrintedName, row.Role, State(row), DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));

    private static AccountState State(AccountRow row) => row switch
    {
        { Disabled: true } => AccountState.Disabled,
        { ApprovedAt: null } => AccountState.ToBeApproved,
        { PasswordHash: null } => AccountState.ToBeActivated,
        _ => AccountState.Active,
    };

    /// <summary>What a person typed, safe to print in a sentence.</summary>
    private static string Shown(string text) => new([.. text.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
