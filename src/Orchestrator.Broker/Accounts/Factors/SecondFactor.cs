using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Accounts.Factors;

/// <summary>
/// Judges and spends second factors. A time step is spent for good by one conditional update, so of two sign-ins with one code at the same
/// moment one fails; a recovery code likewise. Only who gave the right password spends anything.
/// </summary>
internal sealed class SecondFactor(BrokerStore store, FactorSecrets secrets, TimeProvider time)
{
    private static readonly byte[] Nobodys = new byte[FactorSecrets.Size];

    /// <summary>What was typed could be this. Does the same work for an account without a second factor, or without an account.</summary>
    public JudgedFactor Judge(AccountRow? account, string typed)
    {
        var secret = account?.FactorSecret is { } sealedBytes ? secrets.Open(account.Key, sealedBytes) : Nobodys;
        var step = OneTimeCodes.Match(secret, typed, time.GetUtcNow(), account?.FactorStep ?? long.MaxValue);
        return new JudgedFactor(account?.FactorSecret is null ? null : step, RandomCode.Hash(RecoveryCodes.Purpose, account?.Key ?? "", typed));
    }

    /// <summary>How strong it was; null when it doesn't count, or not any more.</summary>
    public async Task<string?> SpendAsync(AccountRow account, JudgedFactor factor, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        if (factor.Step is { } step)
        {
            var spent = await db.Accounts.Where(a => a.Id == account.Id && a.FactorStep < step).ExecuteUpdateAsync(a => a.SetProperty(x => x.FactorStep, step), cancellationToken);
            return spent == 1 ? Strengths.Totp : null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var used = await db.RecoveryCodes.Where(c => c.AccountId == account.Id && c.Hash == factor.RecoveryHash && c.UsedAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), cancellationToken);
        if (used != 1)
        {
            return null;
        }

        var left = await db.RecoveryCodes.CountAsync(c => c.AccountId == account.Id && c.UsedAt == null, cancellationToken);
        db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.RecoveryCodeUsed(account.Key, account.Role, left)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Strengths.RecoveryCode;
    }
}

/// <summary>What a typed second factor could be.</summary>
/// <param name="Step">The time step whose code it is; null when it is none.</param>
/// <param name="RecoveryHash">Its hash as a recovery code.</param>
internal readonly record struct JudgedFactor(long? Step, byte[] RecoveryHash);

/// <summary>How strongly a person proved himself, as records say.</summary>
internal static class Strengths
{
    /// <summary>Password and a code of the authenticator.</summary>
    public const string Totp = "password+totp";

    /// <summary>Password and a recovery code.</summary>
    public const string RecoveryCode = "password+recovery-code";
}
