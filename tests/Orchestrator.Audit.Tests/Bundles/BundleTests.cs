using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Verification;
using Orchestrator.TestSupport.Evidence;

namespace Orchestrator.Audit.Tests.Bundles;

public sealed class BundleTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [Trait("Requirement", "R-AUD-12")]
    public void A_good_bundle_is_proven(bool file, bool texts)
    {
        var bundle = new BundleMaker { WithFile = file, WithTexts = texts }.Write();

        var verdict = BundleVerifier.Verify(bundle, SmallBundle.Trust);

        Assert.Null(verdict.Fault);
        Assert.Equal(texts ? (file ? 2 : 1) : 0, verdict.Proof!.Counts.Receipts);
        Assert.Equal(texts, verdict.Proof.Counts.Missing == 0);
        Assert.Equal(file ? 1 : 0, verdict.Proof.Files.Length);
        Assert.Equal(texts ? "Grace Hopper" : "", verdict.Proof.Operator.StatedName);
        Assert.Equal("ada", Assert.Single(verdict.Proof.Technicians).Account);
    }

    [Fact]
    public void What_is_read_writes_to_the_same_bytes()
    {
        var bundle = BundleWriter.Write(SmallBundle.Bundle);

        Assert.Equal(bundle, BundleWriter.Write(BundleReader.Read(bundle, ContainerChecks.All)));
        Assert.InRange(bundle.Length, 1, 120_000);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void A_witness_that_the_auditor_trusts_is_said_and_another_isnt_taken_for_it()
    {
        var bundle = BundleWriter.Write(SmallBundle.Bundle);

        Assert.All(BundleVerifier.Verify(bundle, SmallBundle.WithWitness).Proof!.Witnesses, w => Assert.True(w.IsTrusted));
        Assert.All(BundleVerifier.Verify(bundle, SmallBundle.Trust).Proof!.Witnesses, w => Assert.False(w.IsTrusted));
    }
}
