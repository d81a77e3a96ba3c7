using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Admission;

/// <summary>
/// Checks name, password, second factor and console. Every attempt does the same: the same look-ups, one whole Argon2id, one judged code, one
/// count. Unknown, disabled, locked and too early are told apart from a wrong password or code by nobody outside.
/// </summary>
internal sealed class Authenticator(
    AccountStore accounts, ConsoleStore consoles, SecondFactor factor, BrokerStore store, SignInCounters counters, Action<string> failed,
    PasswordHasher passwords, TimeProvider time) : IDisposable
{
    // Two queues: strangers who crowd one leave the other free for people at their own consoles.
    private readonly NameGates _known = new();
    private readonly NameGates _strangers = new();
    private readonly SemaphoreSlim _processors = new(Math.Max(1, Environment.ProcessorCount));

    public async Task<Authentication> CheckAsync(Credentials given, CancellationToken cancellationToken)
    {
        var isName = AccountName.TryParse(given.Account, out var name);
        var nameHash = SignInCounters.HashOf(isName ? name.Key : given.Account.Length <= 256 ? given.Account : given.Account[..256]);
        var console = await ConsoleAsync(isName ? name : null, given.Device, cancellationToken);
        var counter = new SignInCounter(nameHash, Device(given.Device, console));
        using var gate = await (counter.IsKnown ? _known : _strangers).EnterAsync(counter.ToString(), cancellationToken);
        if (gate is null)
        {
            return new Authentication(AuthenticationStatus.Busy);
        }

        var row = isName ? await accounts.FindRowAsync(name, cancellationToken) : null;
        var isOpen = await counters.IsOpenAsync(counter, cancellationToken);
        var counts = isOpen && row is { Disabled: false, PasswordHash: not null } ? row : null;
        var check = await VerifyAsync(given.Password, counts?.PasswordHash, cancellationToken);
        var judged = factor.Judge(counts, given.SecondFactor);
        if (check == PasswordCheck.Wrong || await factor.SpendAsync(counts!, judged, cancellationToken) is not { } strength)
        {
            await CountAsync(counter, row, isOpen, given.Address, cancellationToken);
            return new Authentication(AuthenticationStatus.Failed);
        }

        await counters.ForgiveAsync(counter, cancellationToken);
        if (check == PasswordCheck.RightNeedsRehash)
        {
            await RehashAsync(counts!, given.Password, cancellationToken);
        }

        return await DecideAsync(counts!, strength, given, cancellationToken);
    }

    public void Dispose() => _processors.Dispose();

    private async Task<Authentication> DecideAsync(AccountRow row, string strength, Credentials given, CancellationToken cancellationToken)
    {
        var account = AccountRows.ToAccount(row);
        if (row.ApprovedAt is null)
        {
            return new Authentication(AuthenticationStatus.AccountNotApproved, account, strength);
        }

        if (given.Device.Fingerprint is not { } fingerprint)
        {
            return new Authentication(AuthenticationStatus.Authenticated, account, strength);
        }

        // Looked at again: it may have been revoked while this one waited.
        var console = await consoles.StateAsync(row.Id, fingerprint, cancellationToken);
        if (console == ConsoleState.Unknown)
        {
            await consoles.RequestAsync(row, fingerprint, given.Address, cancellationToken);
        }

        return new Authentication(
            console == ConsoleState.Approved ? AuthenticationStatus.Authenticated : AuthenticationStatus.ConsoleNotApproved, account, strength, console);
    }

    private async Task<ConsoleState> ConsoleAsync(AccountName? name, SignInDevice device, CancellationToken cancellationToken)
    {
        var row = name is { } known ? await accounts.FindRowAsync(known, cancellationToken) : null;
        return await consoles.StateAsync(row?.Id ?? 0, device.Fingerprint ?? "", cancellationToken);
    }

    private static string Device(SignInDevice device, ConsoleState console) =>
        device.Fingerprint is not { } fingerprint ? SignInDevice.LocalName : console == ConsoleState.Approved ? fingerprint : "";

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

    private async Task CountAsync(SignInCounter counter, AccountRow? row, bool isOpen, string address, CancellationToken cancellationToken)
    {
        failed(address);

        // While a name is closed its password isn't looked at, so nothing was guessed: counting would only prolong it for its owner.
        if (!isOpen)
        {
            return;
        }

        var closing = await counters.CountAsync(counter, row is not null, cancellationToken);
        if (closing != Closing.None && row is not null)
        {
            var limit = closing == Closing.UntilUnlocked ? SignInLimits.FailuresToClose : SignInLimits.FailuresToLock;
            await using var db = store.CreateDbContext();
            db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.AccountLocked(row.Key, limit, closing == Closing.UntilUnlocked, counter.Spoken)));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task RehashAsync(AccountRow row, string password, CancellationToken cancellationToken)
    {
        var hash = await Task.Run(() => passwords.Hash(password), cancellationToken);
        await using var db = store.CreateDbContext();
        await db.Accounts.Where(a => a.Id == row.Id && a.PasswordHash == row.PasswordHash).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, hash), cancellationToken);
    }
}
