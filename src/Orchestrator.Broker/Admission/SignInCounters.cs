using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Admission;

/// <summary>Counts failed sign-ins by name, in the store, so that a restart forgives nothing. Callers serialise attempts on one name.</summary>
internal sealed class SignInCounters(BrokerStore store, TimeProvider time)
{
    /// <summary>Names as the store keeps them: what strangers typed stays unknown to who reads it.</summary>
    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("orchestrator/1 sign-in " + name)));

    /// <summary>True when an attempt on this name counts now.</summary>
    public async Task<bool> IsOpenAsync(string nameHash, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await db.SignIns.AsNoTracking().SingleOrDefaultAsync(s => s.NameHash == nameHash, cancellationToken);
        if (row is null)
        {
            return true;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var opensAt = Math.Max(row.LockedUntil, row.LastFailureAt + (long)SignInLimits.Delay(row.Failures).TotalMilliseconds);
        return row.TotalFailures < SignInLimits.FailuresToClose && now >= opensAt;
    }

    public async Task ForgiveAsync(string nameHash, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        await db.SignIns.Where(s => s.NameHash == nameHash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Counts one failure. The result says whether it closed the name, and whether for good.</summary>
    public async Task<Closing> CountAsync(string nameHash, bool isAccount, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await db.SignIns.SingleOrDefaultAsync(s => s.NameHash == nameHash, cancellationToken);
        if (row is null)
        {
            await MakeRoomAsync(db, cancellationToken);
            row = new SignInRow { NameHash = nameHash };
            db.SignIns.Add(row);
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        row.IsAccount = isAccount;
        row.Failures++;
        row.TotalFailures++;
        row.LastFailureAt = now;
        var closing = row.TotalFailures >= SignInLimits.FailuresToClose ? Closing.UntilUnlocked
            : row.Failures >= SignInLimits.FailuresToLock ? Closing.ForAWhile : Closing.None;
        if (closing == Closing.ForAWhile)
        {
            row.Failures = 0;
            row.LockedUntil = now + (long)SignInLimits.LockTime.TotalMilliseconds;
        }

        await db.SaveChangesAsync(cancellationToken);
        return closing;
    }

    private static async Task MakeRoomAsync(BrokerDb db, CancellationToken cancellationToken)
    {
        if (await db.SignIns.CountAsync(s => !s.IsAccount, cancellationToken) >= SignInLimits.MaxStrangers)
        {
            var oldest = db.SignIns.Where(s => !s.IsAccount).OrderBy(s => s.LastFailureAt).Take(SignInLimits.MaxStrangers / 10).Select(s => s.NameHash);
            await db.SignIns.Where(s => oldest.Contains(s.NameHash)).ExecuteDeleteAsync(cancellationToken);
        }
    }
}

/// <summary>What a failure did to a name.</summary>
internal enum Closing
{
    /// <summary>Nothing but the waiting time.</summary>
    None,

    /// <summary>Closed for 15 minutes.</summary>
    ForAWhile,

    /// <summary>Closed until a person opens it.</summary>
    UntilUnlocked,
}
