using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnessing;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Evidence;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Bundles;

/// <summary>The small bundle that every test here changes, another one of the same vendor, and what an auditor of them trusts.</summary>
internal static class SmallBundle
{
    public static WitnessSigner Witness { get; } = new("lab.example/witness", Ed25519Key.Generate(new SeededRandom(5)));

    private static readonly Lazy<EvidenceBundle> LazyBundle = new(() => new BundleMaker { WithFile = true, Witnesses = [Witness] }.Make());
    private static readonly Lazy<EvidenceBundle> LazyOther = new(() => new BundleMaker(2) { Witnesses = [Witness] }.Make());

    public static EvidenceBundle Bundle => LazyBundle.Value;

    public static EvidenceBundle Other => LazyOther.Value;

    public static BundleTrust Trust { get; } = new(TestKeys.Root.Fingerprint, []);

    public static BundleTrust WithWitness { get; } = new(TestKeys.Root.Fingerprint, [Witness.Key]);

    /// <summary>What a verifier says of these values, written as a bundle with the right digest.</summary>
    public static BundleFault? Fault(EvidenceBundle bundle, BundleTrust? trust = null) => BundleVerifier.Verify(BundleWriter.Write(bundle), trust ?? Trust).Fault;
}
