using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>Ours.</summary>
internal static class CSharpVerifier
{
    public static Verdict Judge(CorpusEntry entry)
    {
        Assert.True(KeyFingerprint.TryParse(entry.Trust, out var root), entry.Name);
        var witnesses = entry.Witnesses.Select(text => WitnessKey.TryParse(text, out var key) ? key : throw new InvalidDataException($"{entry.Name}: {text}")).ToArray();
        var verdict = BundleVerifier.Verify(File.ReadAllBytes(entry.File), new BundleTrust(root, witnesses));
        return verdict.Fault is { } fault ? new Verdict(fault.Code, $"{fault.Place}: {fault.Sentence}") : new Verdict("", "");
    }
}
