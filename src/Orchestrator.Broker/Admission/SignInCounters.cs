using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Admission;

/// <summary>Counts failed sign-ins by name and device, in the store, so that a restart forgives nothing. Callers serialise attempts on one counter.</summary>
internal sealed class SignInCounters(BrokerStore store, TimeProvider time)
{
    /// <summary>Names as the store keeps them: what strangers typed stays unknown to who reads it.</summary>
    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("orchestrator/1 sign-in " + name)));

    /// <summary>True when an attempt counts now.</summary>
    public async Task<bool> IsOpenAsync(SignInCounter counter, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await db.SignIns.AsNoTracking().SingleOrDefaultAsync(s => s.NameHash == counter.NameHash && s.Device == counter.Device, cancellationToken);
        if (row is null)
        {
            return true;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var opensAt = Math.Max(row.LockedUntil, row.LastFailureAt + (long)SignInLimits.Delay(row.Failures).TotalMilliseconds);
        return row.TotalFailures < SignInLimits.FailuresToClose && now >= opensAt;
    }

    public async Task ForgiveAsync(SignInCounter counter, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        await db.SignIns.Where(s => s.NameHash == counter.NameHash && s.Device == counter.Device).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Counts one failure. The result says whether it closed the counter, and whether for good.</summary>
    public async Task<Closing> CountAsync(SignInCounter counter, bool isAccount, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await db.SignIns.SingleOrDefaultAsync(s => s.NameHash == counter.NameHash && s.Device == counter.Device, cancellationToken);
        if (row is null)
        {
            await MakeRoomAsync(db, cancellationToken);
            row = new SignInRow { NameHash = counter.NameHash, Device = counter.Device };
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

/// <summary>
/// What is counted together: a name from one of its own approved consoles, from commands at the broker, or from anywhere else. A stranger can't
/// have an approved key, because the link's handshake proves it: so he closes the name for himself and not for its owner.
/// </summary>
/// <param name="NameHash">See <see cref="SignInCounters.HashOf"/>.</param>
/// <param name="Device">Fingerprint, <c>local</c>, or empty for anywhere else.</param>
internal readonly record struct SignInCounter(string NameHash, string Device)
{
    /// <summary>A device that strangers can't be.</summary>
    public bool IsKnown => Device.Length > 0;

    /// <summary>For a record.</summary>
    public string Spoken => Device switch
    {
        "" => "unknown consoles",
        SignInDevice.LocalName => "commands at the broker",
        _ => "the console " + Device,
    };

    /// <inheritdoc/>
    public override string ToString() => NameHash + Device;
}

/// <summary>What a failure did to a counter.</summary>
internal enum Closing
{
    /// <summary>Nothing but the waiting time.</summary>
    None,

    /// <summary>Closed for 15 minutes.</summary>
    ForAWhile,

    /// <summary>Closed until a person opens it.</summary>
    UntilUnlocked,
}
