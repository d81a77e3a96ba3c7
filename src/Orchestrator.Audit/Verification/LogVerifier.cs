using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification.Receipts;

namespace Orchestrator.Audit.Verification;

/// <summary>What to verify.</summary>
public sealed class LogVerification
{
    /// <summary>The log's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The log's key, from where it is trusted: not from the folder itself.</summary>
    public required NoteKey Key { get; init; }

    /// <summary>Signed notes of this log that somebody else kept (the other end, a witness, an earlier export): each alone, or a whole file of them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> KnownCheckpoints { get; init; } = [];
}

/// <summary>
/// Verifies one log from its files and a key alone: rebuilds the tree, holds it against every checkpoint here and every known
/// one, reads every record, looks for missing ENDs. Changes nothing.
/// </summary>
public static class LogVerifier
{
    /// <summary>A damaged log could give a finding for each record; more than this aren't listed.</summary>
    public const int MaxFindings = 200;

    /// <summary>Verifies.</summary>
    /// <exception cref="IOException">The files can't be read.</exception>
    public static VerificationReport Verify(LogVerification verification)
    {
        var folder = new LogFolder(verification.Folder);
        if (!File.Exists(folder.Records))
            throw new FileNotFoundException($"There is no evidence log in {folder.Path}: the file records.jsonl is missing.");
        var findings = new List<Finding>();
        var known = ReadKnown(verification, findings);
        var roots = known.Select(c => c.Size).ToHashSet();
        var seen = new Dictionary<long, MerkleHash>();
        var tree = new CompactRange();
        var texts = KnownTexts.Read(folder);
        var receipts = new ReceiptChecks(texts);
        var reading = new RecordReading(findings, receipts);
        var scan = LogScan.Run(folder, verification.Key, (sequence, line) =>
        {
            if (roots.Count > 0)
            {
                tree.Append(MerkleHasher.Leaf(line.Span));
                if (roots.Contains(tree.Size))
                    seen[tree.Size] = tree.Root;
            }

            reading.Add(sequence, line.Span);
        });
        reading.Finish();
        findings.InsertRange(0, scan.Problems.Select(p => FromProblem(p, scan.SignedSize)));
        CompareKnown(known, seen, findings);
        CheckRest(folder, verification.Key, scan, texts, findings);
        var listed = findings.Count <= MaxFindings ? findings : [.. findings.Take(MaxFindings), new Finding(FindingSeverity.Error, "too-many", "There are more findings than are listed.")];
        return new VerificationReport(verification.Key.Name, scan.Size, scan.SignedSize, scan.Checkpoints.Count, scan.Tree.Root.ToBase64(), receipts.Checked, receipts.Erased, listed);
    }

    private static Finding FromProblem(LogProblem problem, long signed)
    {
        var torn = problem.Kind == LogProblemKind.TornCheckpoint || (problem.Kind == LogProblemKind.TornLine && problem.Sequence >= signed);
        var code = problem.Kind switch
        {
            LogProblemKind.BadCheckpoint => "bad-checkpoint",
            LogProblemKind.CheckpointOrder => "checkpoint-order",
            LogProblemKind.TornCheckpoint => "torn-checkpoint",
            LogProblemKind.BadLine => "bad-line",
            LogProblemKind.TornLine => "torn-line",
            LogProblemKind.RootMismatch => "root-mismatch",
            _ => "records-missing",
        };
        return new Finding(torn ? FindingSeverity.Warning : FindingSeverity.Error, code, problem.Sentence, problem.Sequence);
    }

    private static List<Checkpoint> ReadKnown(LogVerification verification, List<Finding> findings)
    {
        var known = new List<Checkpoint>();
        var number = 0;
        foreach (var note in verification.KnownCheckpoints.SelectMany(Notes))
        {
            number++;
            var failure = SignedCheckpoint.Verify(note.Span, verification.Key, out var signed);
            if (failure == NoteFailure.None)
                known.Add(signed!.Checkpoint);
            else
                findings.Add(new Finding(FindingSeverity.Error, "bad-known-checkpoint", $"Checkpoint {number} of those that were given isn't one of this log signed by its key ({failure})."));
        }

        return known;
    }

    /// <summary>One note alone, or many as a log's folder has them.</summary>
    private static List<ReadOnlyMemory<byte>> Notes(ReadOnlyMemory<byte> file)
    {
        var notes = new List<ReadOnlyMemory<byte>>();
        using var stream = new MemoryStream(file.ToArray(), writable: false);
        var whole = (int)CheckpointScanner.Scan(stream, notes.Add);
        if (whole < file.Length || notes.Count == 0)
            notes.Add(file[whole..]);
        return notes;
    }

    private static void CompareKnown(List<Checkpoint> known, Dictionary<long, MerkleHash> seen, List<Finding> findings)
    {
        foreach (var checkpoint in known.Where(c => c.Size > 0))
        {
            if (!seen.TryGetValue(checkpoint.Size, out var root))
                findings.Add(new Finding(FindingSeverity.Error, "tail-removed", $"Somebody kept a signed checkpoint over {checkpoint.Size} records; this log has fewer.", checkpoint.Size));
            else if (root != checkpoint.Root)
                findings.Add(new Finding(FindingSeverity.Error, "fork", $"Somebody kept a signed checkpoint over {checkpoint.Size} records with another root: there are two versions of this log.", checkpoint.Size));
        }
    }

    private static void CheckRest(LogFolder folder, NoteKey key, LogScan scan, KnownTexts texts, List<Finding> findings)
    {
        if (scan.Checkpoints.Count == 0)
            findings.Add(new Finding(FindingSeverity.Error, "no-checkpoint", "No checkpoint of this log is signed by the given key: nothing is proven."));
        else if (scan.Size > scan.SignedSize)
            findings.Add(new Finding(FindingSeverity.Warning, "unsigned-tail", $"The last {scan.Size - scan.SignedSize} records are behind the last checkpoint: nothing proves them.", scan.SignedSize));
        if (!File.Exists(folder.Key) || File.ReadAllText(folder.Key, Encoding.UTF8) != key + "\n")
            findings.Add(new Finding(FindingSeverity.Warning, "key-file", "The key file in the folder isn't there, or names another key than the given one."));
        findings.AddRange(texts.Bad.Take(MaxFindings).Select(FromText));
    }

    private static Finding FromText(TextLine line) => line.IsWhole
        ? new Finding(FindingSeverity.Error, "text-changed", $"Line {line.Number} of the texts beside the log isn't what was committed to: its text doesn't match, or it isn't written as a text is.")
        : new Finding(FindingSeverity.Warning, "torn-text", $"Line {line.Number} of the texts beside the log, the last one, isn't whole.");
}
