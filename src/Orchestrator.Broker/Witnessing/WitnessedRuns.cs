using Microsoft.EntityFrameworkCore;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Broker.Witnessing;

/// <summary>The runs' logs as witnesses are asked about them: introduction, first and newest checkpoint, and proofs from the stored claims.</summary>
internal sealed class WitnessedRuns(BrokerStore store, ClaimStore claims, TimeProvider time)
{
    // A run that was missed is asked about later, but an auditor takes no cosignature of a START that is older than minutes.
    private static readonly TimeSpan Backlog = TimeSpan.FromHours(24);

    /// <summary>Keeps an introduction. Durable when it completes.</summary>
    public async Task AddAsync(SessionNumber session, InstrumentToBroker.RegisterSession wish, ReadOnlyMemory<byte> runKey, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        db.WitnessedRuns.Add(new WitnessedRunRow
        {
            Session = session.Value,
            Origin = wish.LogOrigin,
            LogKey = wish.LogPublicKey.Span.ToArray(),
            RunKey = runKey.ToArray(),
            Binding = wish.LogKeyBinding.Span.ToArray(),
            Tag = wish.WitnessTag.Span.ToArray(),
            RegisteredAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Null when the run registered before there were witnesses.</summary>
    public async Task<WitnessMessages.RunIntroduction?> FindAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.WitnessedRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Session == session.Value, cancellationToken) is { } row
            ? new WitnessMessages.RunIntroduction(row.Origin, row.LogKey, row.RunKey, row.Binding, row.Tag)
            : null;
    }

    /// <summary>Sessions of the last day, and those of which something came since, oldest first.</summary>
    public async Task<IReadOnlyList<SessionNumber>> LatelyAsync(CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - Backlog).ToUnixTimeMilliseconds();
        await using var db = store.CreateDbContext();
        var sessions = await db.WitnessedRuns.AsNoTracking()
            .Where(r => r.RegisteredAt >= since || db.ClaimCheckpoints.Any(c => c.Session == r.Session && c.ReceivedAt >= since))
            .OrderBy(r => r.RegisteredAt).Select(r => r.Session).ToListAsync(cancellationToken);
        return [.. sessions.Select(s => new SessionNumber(s))];
    }

    /// <summary>The checkpoints that are to be cosigned, ascending: the first, and where that is wanted the newest. Unverified: the witness does it.</summary>
    public async Task<IReadOnlyList<(Checkpoint Head, ReadOnlyMemory<byte> Note)>> CheckpointsAsync(SessionNumber session, bool isNewestWanted, CancellationToken cancellationToken)
    {
        var found = new List<(Checkpoint, ReadOnlyMemory<byte>)>();
        ReadOnlyMemory<byte>[] notes = [await claims.FirstCheckpointAsync(session, cancellationToken), isNewestWanted ? await claims.CheckpointAsync(session, cancellationToken) : default];
        foreach (var bytes in notes.Where(bytes => !bytes.IsEmpty))
        {
            if (SignedNote.Parse(bytes.Span, out var note) == NoteFailure.None && Checkpoint.TryParse(note!.Text, out var head) && found.All(other => other.Item1.Size < head!.Size))
            {
                found.Add((head!, bytes));
            }
        }

        return found;
    }

    /// <summary>The tree over the records that the instrument gave.</summary>
    public async Task<MerkleTree> TreeAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        var tree = new MerkleTree();
        await foreach (var line in claims.ReadAsync(session, cancellationToken))
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        return tree;
    }
}
