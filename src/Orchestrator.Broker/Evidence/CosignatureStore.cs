using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Evidence;

/// <summary>A witness's word about one checkpoint.</summary>
/// <param name="Origin">Of the log.</param>
/// <param name="Size">Records under the checkpoint.</param>
/// <param name="WitnessKey">The witness's verifier key as text: name+id+base64.</param>
/// <param name="Line">The signature line as it stands in a note, without its newline.</param>
internal sealed record Cosignature(string Origin, long Size, string WitnessKey, string Line);

/// <summary>
/// What witnesses signed, kept for evidence bundles. Who adds has verified it. Of one witness and one checkpoint the first signature stays: its time says
/// when the witness saw it.
/// </summary>
internal sealed class CosignatureStore(BrokerStore store, TimeProvider time)
{
    /// <summary>Durable when it returns.</summary>
    public async Task AddAsync(Cosignature cosignature, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cosignatures (Origin, Size, WitnessKey, Line, ReceivedAt)
            VALUES ({cosignature.Origin}, {cosignature.Size}, {cosignature.WitnessKey}, {cosignature.Line}, {time.GetUtcNow().ToUnixTimeMilliseconds()})
            ON CONFLICT (Origin, Size, WitnessKey) DO NOTHING
            """,
            cancellationToken);
    }

    /// <summary>All of one checkpoint, in the order in which they came.</summary>
    public async Task<ImmutableArray<Cosignature>> FindAsync(string origin, long size, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await db.Cosignatures.AsNoTracking().Where(c => c.Origin == origin && c.Size == size).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new Cosignature(r.Origin, r.Size, r.WitnessKey, r.Line))];
    }

    /// <summary>Sizes of one log's checkpoints that these witnesses signed: first those that most of them signed, and of these the newest.</summary>
    public async Task<ImmutableArray<long>> SizesAsync(string origin, long from, IReadOnlyCollection<string> witnessKeys, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var sizes = db.Cosignatures.AsNoTracking().Where(c => c.Origin == origin && c.Size >= from && witnessKeys.Contains(c.WitnessKey)).GroupBy(c => c.Size);
        return [.. await sizes.OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).Select(g => g.Key).ToListAsync(cancellationToken)];
    }
}
