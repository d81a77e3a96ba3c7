using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Claims;

/// <summary>
/// The instruments' records as they gave them, byte for byte. The same record again is the same record; other bytes at its place are a
/// fork, and the first ones stay. A session number must never be given twice: <see cref="IsUsedAsync"/> says whether one was.
/// </summary>
internal sealed class ClaimStore(BrokerStore store, TimeProvider time) : IClaimStore
{
    public async Task RegisterAsync(SessionNumber session, RegisteredRun run, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        db.Runs.Add(new RunRow
        {
            Session = session.Value,
            LogOrigin = run.LogOrigin,
            LogKey = run.LogKey.ToArray(),
            RunKey = run.RunKey.ToArray(),
            Binding = run.Binding.ToArray(),
            RegisteredAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<ClaimOutcome> StoreAsync(SessionNumber session, long sequence, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        if (line.Length is 0 or > RecordLimits.LineBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(line), line.Length, $"A record has 1 to {RecordLimits.LineBytes} bytes.");
        }

        var row = new ClaimRow
        {
            Session = session.Value,
            Sequence = sequence,
            Hash = SHA256.HashData(line.Span),
            Line = line.ToArray(),
            ReceivedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await using var db = store.CreateDbContext();
        if (await CompareAsync(db, row, cancellationToken) is { } known)
        {
            return known;
        }

        if (await NextAsync(session, cancellationToken) != sequence)
        {
            return ClaimOutcome.Gap;
        }

        db.Claims.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return ClaimOutcome.Stored;
        }
        catch (DbUpdateException e) when (BrokerStore.IsDuplicate(e))
        {
            // Two links of one session at once: the other one was first, so its bytes are the ones to compare with.
            db.ChangeTracker.Clear();
            return await CompareAsync(db, row, cancellationToken) ?? ClaimOutcome.Gap;
        }
    }

    public async Task StoreCheckpointAsync(SessionNumber session, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        if (SignedNote.Parse(signedNote.Span, out var note) != NoteFailure.None || !Checkpoint.TryParse(note!.Text, out var checkpoint))
        {
            throw new FormatException("The bytes aren't a checkpoint.");
        }

        if (await RunAsync(session, cancellationToken) is { } run && !RecoveredRuns.IsSignedBy(run, signedNote))
        {
            throw new FormatException("The checkpoint isn't signed by the log key with which the run registered.");
        }

        await using var db = store.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO claim_checkpoints (Session, FirstNote, TreeSize, Note, ReceivedAt)
            VALUES ({session.Value}, {signedNote.ToArray()}, {checkpoint!.Size}, {signedNote.ToArray()}, {time.GetUtcNow().ToUnixTimeMilliseconds()})
            ON CONFLICT (Session) DO UPDATE SET TreeSize = excluded.TreeSize, Note = excluded.Note, ReceivedAt = excluded.ReceivedAt
            WHERE excluded.TreeSize >= claim_checkpoints.TreeSize
            """,
            cancellationToken);
    }

    /// <summary>Sequence number of the next record that is wanted.</summary>
    public async Task<long> NextAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return (await db.Claims.AsNoTracking().Where(c => c.Session == session.Value).MaxAsync(c => (long?)c.Sequence, cancellationToken) ?? -1) + 1;
    }

    /// <summary>What a run was registered with; null for a number that none has.</summary>
    public async Task<RegisteredRun?> RunAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Session == session.Value, cancellationToken);
        return run is null ? null : new RegisteredRun(run.LogOrigin, run.LogKey, run.RunKey, run.Binding);
    }

    /// <summary>True when a run of this number registered, or records of it are here: it belongs to that session for ever.</summary>
    public async Task<bool> IsUsedAsync(SessionNumber session, CancellationToken cancellationToken) =>
        await RunAsync(session, cancellationToken) is not null || await NextAsync(session, cancellationToken) > 0;

    /// <summary>All records of a session in order, for rebuilding and for comparison.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        SessionNumber session, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        await foreach (var line in db.Claims.AsNoTracking().Where(c => c.Session == session.Value).OrderBy(c => c.Sequence).Select(c => c.Line).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return line;
        }
    }

    /// <summary>Records of all sessions, or of one, session by session, each with its session's number.</summary>
    public async IAsyncEnumerable<(int Session, ReadOnlyMemory<byte> Line)> ReadAllAsync(
        SessionNumber? only, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var wanted = only?.Value;
        var rows = db.Claims.AsNoTracking().Where(c => wanted == null || c.Session == wanted).OrderBy(c => c.Session).ThenBy(c => c.Sequence).Select(c => new { c.Session, c.Line });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return (row.Session, row.Line);
        }
    }

    /// <summary>The newest checkpoint of a session's log; empty before the first.</summary>
    public async Task<ReadOnlyMemory<byte>> CheckpointAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.ClaimCheckpoints.AsNoTracking().Where(c => c.Session == session.Value).Select(c => c.Note).SingleOrDefaultAsync(cancellationToken) ?? [];
    }

    /// <summary>The checkpoint of a session's log that came first; empty before it came.</summary>
    public async Task<ReadOnlyMemory<byte>> FirstCheckpointAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await db.ClaimCheckpoints.AsNoTracking().Where(c => c.Session == session.Value).Select(c => c.FirstNote).SingleOrDefaultAsync(cancellationToken) ?? [];
    }

    private static async Task<ClaimOutcome?> CompareAsync(BrokerDb db, ClaimRow row, CancellationToken cancellationToken)
    {
        var stored = await db.Claims.AsNoTracking().SingleOrDefaultAsync(c => c.Session == row.Session && c.Sequence == row.Sequence, cancellationToken);
        return stored is null ? null : stored.Hash.AsSpan().SequenceEqual(row.Hash) ? ClaimOutcome.AlreadyStored : ClaimOutcome.Fork;
    }
}
