using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Approvals;

/// <summary>Keeps requests and decisions. What they are worth is in <see cref="ApprovalRules"/>.</summary>
internal sealed class ApprovalStore(BrokerStore store)
{
    /// <summary>The newest id; 0 when there is none.</summary>
    public async Task<long> NewestIdAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.Approvals.MaxAsync(a => (long?)a.Id, cancellationToken) ?? 0;
    }

    public async Task AddAsync(Approval approval, Account by, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        db.Approvals.Add(new ApprovalRow
        {
            Id = approval.Id,
            Session = approval.Session.Value,
            AccountId = by.Id,
            Capabilities = approval.Capabilities.Bits,
            Reason = approval.Reason,
            AskedAt = approval.AskedAt.ToUnixTimeMilliseconds(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Keeps a decision; false when there was one already.</summary>
    public async Task<bool> DecideAsync(Approval decided, Account by, string keyFingerprint, CancellationToken cancellationToken)
    {
        var decision = decided.Decision!;
        await using var db = store.CreateDbContext();
        return await db.Approvals.Where(a => a.Id == decided.Id && a.DecidedAt == null).ExecuteUpdateAsync(
            a => a.SetProperty(x => x.Given, decision.Given)
                .SetProperty(x => x.DeciderId, by.Id)
                .SetProperty(x => x.DecidedOn, keyFingerprint)
                .SetProperty(x => x.Meaning, decision.Meaning)
                .SetProperty(x => x.DecidedAt, decision.At.ToUnixTimeMilliseconds()),
            cancellationToken) == 1;
    }

    /// <summary>One request; null when there is none.</summary>
    public async Task<Approval?> FindAsync(long id, CancellationToken cancellationToken) => (await ReadAsync(a => a.Id == id, cancellationToken)).SingleOrDefault();

    /// <summary>What one technician asked for one session, oldest first.</summary>
    public async Task<IReadOnlyList<Approval>> OfAsync(long accountId, SessionNumber session, CancellationToken cancellationToken) =>
        await ReadAsync(a => a.AccountId == accountId && a.Session == session.Value, cancellationToken);

    /// <summary>All that was asked or decided since a moment, oldest first.</summary>
    public async Task<IReadOnlyList<Approval>> SinceAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var since = from.ToUnixTimeMilliseconds();
        return await ReadAsync(a => a.AskedAt > since || a.DecidedAt > since, cancellationToken);
    }

    private async Task<IReadOnlyList<Approval>> ReadAsync(System.Linq.Expressions.Expression<Func<ApprovalRow, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await (from approval in db.Approvals.AsNoTracking().Where(which)
                          join asker in db.Accounts.AsNoTracking() on approval.AccountId equals asker.Id
                          join decider in db.Accounts.AsNoTracking() on approval.DeciderId equals (long?)decider.Id into deciders
                          from decider in deciders.DefaultIfEmpty()
                          orderby approval.Id
                          select new { approval, asker.Key, asker.PrintedName, DeciderKey = decider!.Key, DeciderName = decider.PrintedName }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => ToApproval(r.approval, r.Key, r.PrintedName, r.DeciderKey, r.DeciderName))];
    }

    private static Approval ToApproval(ApprovalRow row, string account, string printedName, string? decider, string? deciderName) => new(
        row.Id, new SessionNumber(row.Session), account, printedName, new CapabilitySet((ushort)row.Capabilities), row.Reason, At(row.AskedAt),
        row is { Given: { } given, DecidedAt: { } at, Meaning: { } meaning, DecidedOn: { } on } && decider is not null
            ? new ApprovalDecision(given, decider, deciderName!, meaning, At(at)) { KeyFingerprint = on }
            : null);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
