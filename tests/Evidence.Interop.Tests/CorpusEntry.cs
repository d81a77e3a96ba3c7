namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>One bundle of the corpus.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Name">What it is, in words.</param>
/// <param name="Code">What a verifier must say: empty for a good one, null where only the rejection is known.</param>
/// <param name="Trust">SHA-256 of the root key that the auditor brings, 64 hex digits.</param>
/// <param name="Witnesses">Verifier keys that he brings.</param>
internal sealed record CorpusEntry(string File, string Name, string? Code, string Trust, IReadOnlyList<string> Witnesses);

/// <summary>What one verifier says of one bundle: the code is empty where it accepts.</summary>
internal sealed record Verdict(string Code, string Place)
{
    public bool Accepted => Code.Length == 0;

    public override string ToString() => Accepted ? "accepted" : $"{Code} at {Place}";
}
