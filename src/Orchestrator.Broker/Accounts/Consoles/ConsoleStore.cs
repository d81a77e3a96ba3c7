using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Consoles;

/// <summary>
/// Which consoles sign a person in. A right password and code from a new one makes a request; somebody else than its owner approves it. Each
/// change and its record go into the store in one transaction.
/// </summary>
internal sealed class ConsoleStore(BrokerStore store, TimeProvider time)
{
    /// <summary>Approved consoles of one account: a desk, a laptop, and some to spare.</summary>
    public const int MaxApproved = 5;

    /// <summary>Requests that wait for one account; the oldest gives way.</summary>
    public const int MaxPending = 10;

    /// <summary>What the console with this key is to the account.</summary>
    public async Task<ConsoleState> StateAsync(long account, string fingerprint, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var state = await db.Consoles.AsNoTracking().Where(c => c.AccountId == account && c.Fingerprint == fingerprint).Select(c => c.State).SingleOrDefaultAsync(cancellationToken);
        return state is null ? ConsoleState.Unknown : Enum.Parse<ConsoleState>(state);
    }

    /// <summary>Notes that the owner signed in, rightly, from a console that isn't approved. A known one changes nothing.</summary>
    public async Task RequestAsync(AccountRow account, string fingerprint, string address, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        await AddRequestAsync(db, account, fingerprint, address, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (BrokerStore.IsDuplicate(e))
        {
            // Two sign-ins from one console at once: one request is enough.
        }
    }

    /// <summary>The same within a transaction of somebody else; true when the console is approved already.</summary>
    public async Task<bool> AddRequestAsync(BrokerDb db, AccountRow account, string fingerprint, string address, CancellationToken cancellationToken)
    {
        if (await db.Consoles.AsNoTracking().SingleOrDefaultAsync(c => c.AccountId == account.Id && c.Fingerprint == fingerprint, cancellationToken) is { } known)
        {
            return known.State == nameof(ConsoleState.Approved);
        }

        var waiting = await db.Consoles.Where(c => c.AccountId == account.Id && c.State == nameof(ConsoleState.Pending)).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        db.Consoles.RemoveRange(waiting.Take(waiting.Count - MaxPending + 1));
        db.Consoles.Add(new ConsoleRow
        {
            AccountId = account.Id,
            Fingerprint = fingerprint,
            State = nameof(ConsoleState.Pending),
            Address = address,
            RequestedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.ConsoleRequested(account.Key, account.Role, fingerprint, address)));
        return false;
    }

    /// <summary>All consoles of one account, or of all when <paramref name="name"/> is null, oldest first.</summary>
    /// <exception cref="BrokerException">There is no such account.</exception>
    public async Task<IReadOnlyList<EnrolledConsole>> ListAsync(string? name, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var only = name is null ? null : await AccountRows.FindAsync(db, name, cancellationToken);
        var id = only?.Id ?? 0;
        var rows = await (from console in db.Consoles.AsNoTracking()
                          join account in db.Accounts.AsNoTracking() on console.AccountId equals account.Id
                          where id == 0 || account.Id == id
                          orderby console.Id
                          select new { console, account.Key }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => ToConsole(r.console, r.Key))];
    }

    /// <summary>Lets a console sign its owner in. Doing it twice is the same as once.</summary>
    /// <exception cref="BrokerException">Unknown, revoked, the actor's own, or one too many.</exception>
    public async Task<EnrolledConsole> ApproveAsync(string name, string fingerprint, ActingPerson by, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var account = await AccountRows.FindAsync(db, name, cancellationToken);
        ActingRules.RequireOther(by, account.Key);
        var console = await FindAsync(db, account, fingerprint, cancellationToken);
        if (console.State == nameof(ConsoleState.Revoked))
        {
            throw new BrokerException(ExitCode.Refused, "This console was revoked, for ever. Its owner deletes `console-key.pk8` there and signs in again: that makes a new key.");
        }

        if (console.State != nameof(ConsoleState.Approved))
        {
            if (await db.Consoles.CountAsync(c => c.AccountId == account.Id && c.State == nameof(ConsoleState.Approved), cancellationToken) >= MaxApproved)
            {
                throw new BrokerException(ExitCode.Refused, $"'{account.Key}' has {MaxApproved} approved consoles already. Revoke one that isn't used any more (`console list {account.Key}`).");
            }

            Decide(console, ConsoleState.Approved, by);
            db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.ConsoleApproved(account.Key, console.Fingerprint, by)));
            await db.SaveChangesAsync(cancellationToken);
        }

        return ToConsole(console, account.Key);
    }

    /// <summary>Takes every right of a console away, for ever; its running session ends within two seconds.</summary>
    /// <exception cref="BrokerException">Unknown, or the actor's own.</exception>
    public async Task<EnrolledConsole> RevokeAsync(string name, string fingerprint, ActingPerson by, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var account = await AccountRows.FindAsync(db, name, cancellationToken);
        ActingRules.RequireOther(by, account.Key);
        var console = await FindAsync(db, account, fingerprint, cancellationToken);
        if (console.State != nameof(ConsoleState.Revoked))
        {
            Decide(console, ConsoleState.Revoked, by);
            db.Revocations.Add(Revocations.Row(time, account.Key, console.Fingerprint, "the console was revoked"));
            db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.ConsoleRevoked(account.Key, console.Fingerprint, by)));
            await db.SaveChangesAsync(cancellationToken);
        }

        return ToConsole(console, account.Key);
    }

    private void Decide(ConsoleRow console, ConsoleState state, ActingPerson by)
    {
        console.State = state.ToString();
        console.DecidedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        console.DecidedBy = by.Account;
    }

    private static async Task<ConsoleRow> FindAsync(BrokerDb db, AccountRow account, string typed, CancellationToken cancellationToken)
    {
        var digits = ShortFingerprint.Parse(typed)
            ?? throw new BrokerException(ExitCode.Refused, $"A console is named by the {ShortFingerprint.Digits} digits that it shows, or by its whole fingerprint: 0 to 9 and a to f.");
        var found = await db.Consoles.Where(c => c.AccountId == account.Id && c.Fingerprint.StartsWith(digits)).Take(2).ToListAsync(cancellationToken);
        return found switch
        {
            [var one] => one,
            [] => throw new BrokerException(ExitCode.NotFound, $"'{account.Key}' has no console {typed}. `console list {account.Key}` shows all; a new one appears when its owner signs in there."),
            _ => throw new BrokerException(ExitCode.Refused, "Two consoles begin with these digits, which doesn't happen by chance. Revoke both by their whole fingerprints."),
        };
    }

    private static EnrolledConsole ToConsole(ConsoleRow row, string account) =>
        new(account, row.Fingerprint, Enum.Parse<ConsoleState>(row.State), row.Address, DateTimeOffset.FromUnixTimeMilliseconds(row.RequestedAt));
}
