using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Accounts;

/// <summary>What commands leave for the serving process, in the transaction of the change itself.</summary>
internal static class Revocations
{
    /// <summary>True when rights of an account, or of one console of it, were taken away at this moment or later.</summary>
    public static Task<bool> AnySinceAsync(BrokerDb db, string account, string fingerprint, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var from = since.ToUnixTimeMilliseconds();
        return db.Revocations.AsNoTracking().AnyAsync(
            r => r.Account == account && (r.KeyFingerprint == null || r.KeyFingerprint == fingerprint) && r.MadeAt >= from, cancellationToken);
    }

    /// <param name="time">The clock.</param>
    /// <param name="account">Folded name.</param>
    /// <param name="fingerprint">Of one console; null for all of them.</param>
    /// <param name="reason">Completes "The broker stopped relaying: …".</param>
    public static RevocationRow Row(TimeProvider time, string account, string? fingerprint, string reason) => new()
    {
        Account = account,
        KeyFingerprint = fingerprint,
        Reason = reason,
        MadeAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
    };
}

/// <summary>A right that was taken away.</summary>
/// <param name="Account">Whose.</param>
/// <param name="KeyFingerprint">Of one console; null for all of them.</param>
/// <param name="Reason">For the people in the session, and for the record.</param>
public sealed record Revocation(string Account, string? KeyFingerprint, string Reason);
