using Microsoft.EntityFrameworkCore;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Admission;

/// <summary>
/// Checks a name and a password. Every attempt does the same: one look-up, one whole Argon2id, one count. Unknown, disabled, locked and
/// too early are told apart from a wrong password by nobody outside.
/// </summary>
internal sealed class Authenticator(
    AccountStore accounts, BrokerStore store, SignInCounters counters, FailureCounter failures, PasswordHasher passwords, IBrokerJournal journal) : IDisposable
{
    private readonly NameGates _gates = new();
    private readonly SemaphoreSlim _processors = new(Math.Max(1, Environment.ProcessorCount));

    public async Task<Authentication> CheckAsync(string account, string password, string address, CancellationToken cancellationToken)
    {
        var isName = AccountName.TryParse(account, out var name);
        var nameHash = SignInCounters.HashOf(isName ? name.Key : account.Length <= 256 ? account : account[..256]);
        using var gate = await _gates.EnterAsync(nameHash, cancellationToken);
        if (gate is null)
        {
            return new Authentication(AuthenticationStatus.Busy, null);
        }

        var row = isName ? await accounts.FindRowAsync(name, cancellationToken) : null;
        var isOpen = await counters.IsOpenAsync(nameHash, cancellationToken);
        var stored = isOpen && row is { Disabled: false } ? row.PasswordHash : null;
        var check = await VerifyAsync(password, stored, cancellationToken);
        if (check == PasswordCheck.Wrong)
        {
            await CountAsync(nameHash, row, isOpen, address, cancellationToken);
            return new Authentication(AuthenticationStatus.Failed, null);
        }

        await counters.ForgiveAsync(nameHash, cancellationToken);
        if (check == PasswordCheck.RightNeedsRehash)
        {
            await RehashAsync(row!.Id, password, cancellationToken);
        }

        return new Authentication(AuthenticationStatus.Authenticated, AccountStore.ToAccount(row!));
    }

    public void Dispose() => _processors.Dispose();

    private async Task<PasswordCheck> VerifyAsync(string password, string? stored, CancellationToken cancellationToken)
    {
        await _processors.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => passwords.VerifyOrDummy(password, stored), cancellationToken);
        }
        finally
        {
            _processors.Release();
        }
    }

    private async Task CountAsync(string nameHash, AccountRow? row, bool isOpen, string address, CancellationToken cancellationToken)
    {
        failures.Add(address);

        // While a name is closed its password isn't looked at, so nothing was guessed: counting would only prolong it for its owner.
        if (!isOpen)
        {
            return;
        }

        var closing = await counters.CountAsync(nameHash, row is not null, cancellationToken);
        if (closing != Closing.None && row is not null)
        {
            var limit = closing == Closing.UntilUnlocked ? SignInLimits.FailuresToClose : SignInLimits.FailuresToLock;
            await journal.AppendAsync(
                new AdministrationObservations.AccountLocked(row.Key, limit, UntilUnlocked: closing == Closing.UntilUnlocked), cancellationToken);
        }
    }

    private async Task RehashAsync(long id, string password, CancellationToken cancellationToken)
    {
        var hash = await Task.Run(() => passwords.Hash(password), cancellationToken);
        await using var db = store.CreateDbContext();
        await db.Accounts.Where(a => a.Id == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, hash), cancellationToken);
    }
}

/// <summary>What a check gave.</summary>
internal readonly record struct Authentication(AuthenticationStatus Status, Account? Account);

/// <summary>How a check ended.</summary>
internal enum AuthenticationStatus
{
    /// <summary>No, for whatever reason.</summary>
    Failed,

    /// <summary>The password fits.</summary>
    Authenticated,

    /// <summary>It wasn't checked: too many wait.</summary>
    Busy,
}
