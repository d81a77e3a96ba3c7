using System.Text.Json;
using Orchestrator.Audit.Merkle;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Reviews;

/// <summary>One line of the status.</summary>
/// <param name="Session">The session; null for a range of the broker's log.</param>
/// <param name="First">First record of a range.</param>
/// <param name="Last">Last record of a range.</param>
/// <param name="State">not-reviewed, reviewed, reviewed-with-remarks, rejected, or differs: the review names other records than are here.</param>
/// <param name="PrintedName">Who signed; empty without a review.</param>
/// <param name="SignedAt">When; empty without a review.</param>
/// <param name="Remarks">His words.</param>
/// <param name="Record">Number of the review in the log; null without one.</param>
/// <param name="Before">Records that the review covers.</param>
/// <param name="After">Records that came after.</param>
internal sealed record ReviewLine(string? Session, long? First, long? Last, string State, string PrintedName, string SignedAt, string Remarks, long? Record, long Before, long After);

/// <summary>What is reviewed, what isn't and what came after, computed anew from the lines: the newest review of each session, and each range.</summary>
internal static class ReviewStatus
{
    public const string NotReviewed = "not-reviewed";

    public const string Differs = "differs";

    public static async Task<IReadOnlyList<ReviewLine>> ReadAsync(DataFolder folder, BrokerStore store, TimeProvider time, SessionNumber? only, CancellationToken cancellationToken)
    {
        var reviews = new List<SignedReview>();
        var sessions = new SortedDictionary<string, List<MerkleHash>>(StringComparer.Ordinal);
        var key = BrokerLogReader.KeyOf(folder);
        BrokerLogReader.Scan(folder, key, (sequence, line) =>
        {
            using var record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("event").GetString() == BrokerEventCodes.ReviewSigned)
            {
                reviews.Add(SignedReview.Read(sequence, line));
            }
            else if (record.RootElement.TryGetProperty("session", out var session))
            {
                if (!sessions.TryGetValue(session.GetString()!, out var leaves))
                {
                    sessions[session.GetString()!] = leaves = [];
                }

                leaves.Add(MerkleHasher.Leaf(line.Span));
            }
        });
        var claims = new ClaimStore(store, time);
        var lines = new List<ReviewLine>();
        foreach (var (digits, leaves) in sessions.Where(s => only is null || s.Key == only.ToString()))
        {
            var review = reviews.LastOrDefault(r => r.Session?.ToString() == digits);
            lines.Add(await OfSessionAsync(claims, digits, leaves, review, cancellationToken));
        }

        if (only is null)
        {
            var wanted = reviews.Where(r => r.Session is null).ToArray();
            var trees = wanted.Select(_ => new CompactRange()).ToArray();
            BrokerLogReader.Scan(folder, key, (sequence, line) =>
            {
                for (var i = 0; i < wanted.Length; i++)
                {
                    if (sequence >= wanted[i].First && sequence <= wanted[i].Last)
                    {
                        trees[i].Append(MerkleHasher.Leaf(line.Span));
                    }
                }
            });
            lines.AddRange(wanted.Select((r, i) => new ReviewLine(
                null, r.First, r.Last, trees[i].Root.ToBase64() == r.RecordsRoot ? r.Meaning : Differs, r.PrintedName, r.Utc, r.Remarks, r.Sequence, r.Records, 0)));
        }

        return lines;
    }

    private static async Task<ReviewLine> OfSessionAsync(ClaimStore claims, string digits, List<MerkleHash> own, SignedReview? review, CancellationToken cancellationToken)
    {
        _ = SessionNumber.TryParse(digits, out var number);
        var (count, then) = (0L, new CompactRange());
        await foreach (var line in claims.ReadAsync(number, cancellationToken))
        {
            if (review is not null && count < review.Claims)
            {
                then.Append(MerkleHasher.Leaf(line.Span));
            }

            count++;
        }

        if (review is null)
        {
            return new ReviewLine(digits, null, null, NotReviewed, "", "", "", null, 0, count + own.Count);
        }

        var tree = new CompactRange();
        foreach (var leaf in own.Take((int)review.Records))
        {
            tree.Append(leaf);
        }

        var fits = then.Size == review.Claims && then.Root.ToBase64() == review.ClaimsRoot && tree.Size == review.Records && tree.Root.ToBase64() == review.RecordsRoot;
        return new ReviewLine(
            digits, null, null, fits ? review.Meaning : Differs, review.PrintedName, review.Utc, review.Remarks, review.Sequence, review.Claims + review.Records, count - then.Size + own.Count - tree.Size);
    }
}
