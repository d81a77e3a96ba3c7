namespace Orchestrator.Audit.Verification;

/// <summary>What a verification found.</summary>
/// <param name="Origin">The log.</param>
/// <param name="Records">Good records.</param>
/// <param name="SignedRecords">Records that the newest checkpoint covers.</param>
/// <param name="Checkpoints">Checkpoints that verified.</param>
/// <param name="Root">Root over the good records, base64.</param>
/// <param name="Receipts">Receipts of the operator's answers that were checked.</param>
/// <param name="Erased">Receipts and signed asks whose texts aren't here any more: only their commitments are proven.</param>
/// <param name="Findings">Everything worth saying; empty is best.</param>
public sealed record VerificationReport(string Origin, long Records, long SignedRecords, int Checkpoints, string Root, int Receipts, int Erased, IReadOnlyList<Finding> Findings)
{
    /// <summary>0: proven and complete. 1: findings. (2, not from here: couldn't be checked.)</summary>
    public int ExitCode => Findings.Any(f => f.Severity != FindingSeverity.Note) ? 1 : 0;
}
