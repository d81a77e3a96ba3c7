using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Claims;

/// <summary>
/// Takes what an earlier run left on its disk: only what a checkpoint by that run's log key covers, together with what is here already, and all of it or
/// nothing. The record of it waits in the outbox, in the same transaction. Decision and reasons: docs/adr/0018.
/// </summary>
/// <param name="store">The broker's.</param>
/// <param name="time">The only clock.</param>
/// <param name="refused">Told the source of what doesn't verify.</param>
internal sealed class RecoveredRuns(BrokerStore store, TimeProvider time, Action<string> refused) : IRecoveredRuns
{
    public async Task<RecoveryAnswer> KnownAsync(SessionNumber session, string logOrigin, string source, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return await FindAsync(db, session, logOrigin, cancellationToken) is null
            ? Refuse(source, 0, TailCodes.Unknown, UnknownRun)
            : RecoveryAnswer.Good(await NextAsync(db, session, cancellationToken));
    }

    public async Task<RecoveryAnswer> StoreAsync(RecoveredPart part, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        if (await FindAsync(db, part.Session, part.LogOrigin, cancellationToken) is not { } run)
        {
            return Refuse(part.Source, 0, TailCodes.Unknown, UnknownRun);
        }

        if (Verify(run, part.Note) is not { } signed)
        {
            return Refuse(part.Source, 0, TailCodes.Unverified, "The checkpoint isn't one that this run's log key signed.");
        }

        // One writer from here on: what is compared is what is stored behind it.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var next = await NextAsync(db, part.Session, cancellationToken);
        var tree = await HeldAsync(db, part, signed.Checkpoint.Size, cancellationToken);
        if (tree is null)
        {
            return Refuse(part.Source, next, TailCodes.Differs, "What was brought isn't what this run gave before.");
        }

        var isHeld = tree.Size == signed.Checkpoint.Size;
        var added = Append(tree, part, next);
        if (tree.Size != signed.Checkpoint.Size || tree.Root != signed.Checkpoint.Root)
        {
            return isHeld && added.Count == 0
                ? await ForkAsync(db, run, signed.Checkpoint, tree.Root, next, cancellationToken)
                : Refuse(part.Source, next, TailCodes.Differs, "The records don't give the root that this run signed.");
        }

        var isNewer = (added.Count > 0 || signed.Checkpoint.Size >= part.Newest) && await KeepAsync(db, run, signed, cancellationToken);
        if (added.Count > 0 || isNewer)
        {
            db.Claims.AddRange(added);
            db.PendingRecords.Add(PendingRecords.Row(time, Describe(part, signed.Checkpoint, added)));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return RecoveryAnswer.Good(next + added.Count);
    }

    private const string UnknownRun = "No run of this number and log registered at this server.";

    private static Task<RunRow?> FindAsync(BrokerDb db, SessionNumber session, string origin, CancellationToken cancellationToken) =>
        db.Runs.SingleOrDefaultAsync(r => r.Session == session.Value && r.LogOrigin == origin, cancellationToken);

    private static async Task<long> NextAsync(BrokerDb db, SessionNumber session, CancellationToken cancellationToken) =>
        (await db.Claims.AsNoTracking().Where(c => c.Session == session.Value).MaxAsync(c => (long?)c.Sequence, cancellationToken) ?? -1) + 1;

    /// <summary>True for a checkpoint of this run's log by its key.</summary>
    public static bool IsSignedBy(RegisteredRun run, ReadOnlyMemory<byte> note) => Verify(run.LogOrigin, run.LogKey, note) is not null;

    private static SignedCheckpoint? Verify(RunRow run, ReadOnlyMemory<byte> note) => Verify(run.LogOrigin, run.LogKey, note);

    private static SignedCheckpoint? Verify(string origin, ReadOnlyMemory<byte> logKey, ReadOnlyMemory<byte> note)
    {
        try
        {
            return Ed25519Public.TryImport(logKey.Span) is { } key
                && SignedCheckpoint.Verify(note.Span, new NoteKey(origin, key), out var signed) == NoteFailure.None ? signed : null;
        }
        catch (ArgumentException)
        {
            // A name that no log can have.
            return null;
        }
    }

    /// <summary>The tree over what is here, up to the checkpoint; null when a line that was brought stands there with other bytes.</summary>
    private static async Task<CompactRange?> HeldAsync(BrokerDb db, RecoveredPart part, long size, CancellationToken cancellationToken)
    {
        var tree = new CompactRange();
        await foreach (var line in db.Claims.AsNoTracking().Where(c => c.Session == part.Session.Value && c.Sequence < size).OrderBy(c => c.Sequence).Select(c => c.Line).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var brought = tree.Size - part.From;
            if (brought >= 0 && brought < part.Lines.Count && !part.Lines[(int)brought].Span.SequenceEqual(line))
            {
                return null;
            }

            tree.Append(MerkleHasher.Leaf(line));
        }

        return tree;
    }

    private List<ClaimRow> Append(CompactRange tree, RecoveredPart part, long next)
    {
        var added = new List<ClaimRow>();
        for (var i = Math.Max(0, next - part.From); i < part.Lines.Count && part.From + i == tree.Size; i++)
        {
            var line = part.Lines[(int)i];
            if (RecordPrefix.Check(line.Span, tree.Size) != RecordFailure.None)
            {
                break;
            }

            added.Add(new ClaimRow
            {
                Session = part.Session.Value,
                Sequence = tree.Size,
                Hash = SHA256.HashData(line.Span),
                Line = line.ToArray(),
                ReceivedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            });
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        return added;
    }

    /// <summary>Keeps the checkpoint where it is newer than the one that is here, or where that one is no checkpoint of this run at all.</summary>
    private async Task<bool> KeepAsync(BrokerDb db, RunRow run, SignedCheckpoint signed, CancellationToken cancellationToken)
    {
        var held = await db.ClaimCheckpoints.SingleOrDefaultAsync(c => c.Session == run.Session, cancellationToken);
        if (held is not null && held.TreeSize >= signed.Checkpoint.Size && Verify(run, held.Note) is not null)
        {
            return false;
        }

        if (held is null)
        {
            held = new ClaimCheckpointRow { Session = run.Session, FirstNote = signed.Note.ToArray(), Note = [] };
            db.ClaimCheckpoints.Add(held);
        }

        else if (Verify(run, held.FirstNote) is null)
        {
            held.FirstNote = signed.Note.ToArray();
        }

        (held.TreeSize, held.Note, held.ReceivedAt) = (signed.Checkpoint.Size, signed.Note.ToArray(), time.GetUtcNow().ToUnixTimeMilliseconds());
        return true;
    }

    /// <summary>The run itself signed something else than it gave: said once, whoever brings it how often.</summary>
    private async Task<RecoveryAnswer> ForkAsync(BrokerDb db, RunRow run, Checkpoint signed, MerkleHash held, long next, CancellationToken cancellationToken)
    {
        if (run.ForkSeenAt is null)
        {
            run.ForkSeenAt = time.GetUtcNow().ToUnixTimeMilliseconds();
            db.PendingRecords.Add(PendingRecords.Row(time, new BrokerObservations.SignedForkSeen(new SessionNumber(run.Session), signed.Size, signed.Root.ToBase64(), held.ToBase64())));
            await db.SaveChangesAsync(cancellationToken);
            await db.Database.CommitTransactionAsync(cancellationToken);
        }

        return new RecoveryAnswer(next, TailCodes.Fork, "This run signed other records than those that it gave before.");
    }

    private RecoveryAnswer Refuse(string source, long next, string code, string sentence)
    {
        refused(source);
        return new RecoveryAnswer(next, code, sentence);
    }

    private static BrokerObservations.TailRecovered Describe(RecoveredPart part, Checkpoint signed, List<ClaimRow> added) => new(
        part.Session, added.Count, signed.Size, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed.ToText()))), part.Unsigned,
        added.Any(row => RecordReader.Read(row.Line, out var record) == RecordFailure.None && record!.Body.Event == EventCodes.SessionEnded), part.Source);
}
