using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Reviews;

/// <summary>Exactly what a reviewer signs, and what stands against it.</summary>
/// <param name="Session">The session; null for a range.</param>
/// <param name="Claims">Records of the instrument.</param>
/// <param name="ClaimsRoot">Root over them, base64; empty for a range.</param>
/// <param name="First">First record of the broker's log.</param>
/// <param name="Last">Last one.</param>
/// <param name="Records">How many.</param>
/// <param name="RecordsRoot">Root over exactly these, base64.</param>
/// <param name="Size">Records of the whole log.</param>
/// <param name="LogRoot">Its root, base64.</param>
/// <param name="Objection">Why it can only be rejected; null without one.</param>
/// <param name="TookPart">True for an account that mustn't review it.</param>
internal sealed record ReviewSubject(
    SessionNumber? Session, long Claims, string ClaimsRoot, long First, long Last, long Records, string RecordsRoot, long Size, string LogRoot, string? Objection, Func<string, bool> TookPart)
{
    /// <summary>All that is here of a session.</summary>
    /// <exception cref="BrokerException">It still runs.</exception>
    public static ReviewSubject Of(SessionRecords records)
    {
        var own = records.Own.Where(one => !IsReview(one.Line)).ToArray();
        if (!own.Any(one => EventOf(one.Line) is BrokerEventCodes.SessionEnded or BrokerEventCodes.MissingEnd))
        {
            throw new BrokerException(ExitCode.Refused, $"Session {records.Session} has no END yet. Review it when it is over.");
        }

        return new ReviewSubject(
            records.Session, records.Claims.Length, records.ClaimsRoot(records.Claims.Length).ToBase64(), own[0].Sequence, own[^1].Sequence, own.Length,
            SessionRecords.Root(own.Select(one => one.Line)).ToBase64(), records.Scan.Size, records.Scan.Tree.Root.ToBase64(),
            records.Scan.Tampered ? Tampered : ClaimsAreSigned(records) ? null : "What is here of the instrument's log isn't what the run's key signed, or no checkpoint covers all of it.",
            account => records.Claims.Concat(records.Own.Select(one => one.Line)).Any(line => Reads(line, record => ReviewRules.TookPart(record, account))));
    }

    /// <summary>Records <paramref name="first"/> to <paramref name="last"/> of the broker's log.</summary>
    /// <exception cref="BrokerException">The log doesn't have so many.</exception>
    public static ReviewSubject OfRange(DataFolder folder, long first, long last)
    {
        var tree = new CompactRange();
        var actors = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var scan = BrokerLogReader.Scan(folder, BrokerLogReader.KeyOf(folder), (sequence, line) =>
        {
            if (sequence < first || sequence > last)
            {
                return;
            }

            tree.Append(MerkleHasher.Leaf(line.Span));
            Reads(line, record => record.GetProperty("who").TryGetProperty("account", out var account) && actors.Add(account.GetString() ?? ""));
        });
        return first < 0 || last < first || last >= scan.Size
            ? throw new BrokerException(ExitCode.NotFound, $"The broker's log has records 0 to {scan.Size - 1}; name a range within them.")
            : new ReviewSubject(null, 0, "", first, last, tree.Size, tree.Root.ToBase64(), scan.Size, scan.Tree.Root.ToBase64(), scan.Tampered ? Tampered : null, actors.Contains);
    }

    internal static bool IsReview(ReadOnlyMemory<byte> line) => EventOf(line) == BrokerEventCodes.ReviewSigned;

    private static string? EventOf(ReadOnlyMemory<byte> line)
    {
        using var record = JsonDocument.Parse(line);
        return record.RootElement.GetProperty("event").GetString();
    }

    private static bool Reads(ReadOnlyMemory<byte> line, Func<JsonElement, bool> ask)
    {
        using var record = JsonDocument.Parse(line);
        return ask(record.RootElement);
    }

    private static bool ClaimsAreSigned(SessionRecords records) =>
        records.RunKey is { } key && SignedCheckpoint.Verify(records.Note.Span, key, out var signed) == NoteFailure.None
        && signed!.Checkpoint.Size == records.Claims.Length && signed.Checkpoint.Root == records.ClaimsRoot(records.Claims.Length);

    private const string Tampered = "The broker's log isn't as it was signed.";
}
