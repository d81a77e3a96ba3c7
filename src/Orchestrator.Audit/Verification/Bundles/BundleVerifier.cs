using Orchestrator.Audit.Bundles;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Verification;

/// <summary>What a verification gave: the proven facts, or the first fault.</summary>
/// <param name="Fault">Null when everything holds.</param>
/// <param name="Proof">Null when something doesn't.</param>
public sealed record BundleVerdict(BundleFault? Fault, BundleProof? Proof)
{
    /// <summary>0 proven, 1 not.</summary>
    public int ExitCode => Fault is null ? 0 : 1;
}

/// <summary>Verifies one evidence bundle from its bytes and what the auditor brings. No clock, no network, no other file.</summary>
public static class BundleVerifier
{
    private static readonly Action<BundleFacts>[] Steps =
    [
        ConfigurationStep.Check, RunLogStep.CheckKey, RunLogStep.CheckRecords, RunLogStep.CheckSession, RunLogStep.CheckTime, RunLogStep.CheckCheckpoints, RunLogStep.CheckBinding,
        TicketStep.Check, BrokerStep.CheckCheckpoint, BrokerStep.CheckRecords, BrokerStep.CheckRegistered, TicketStep.CheckIssued, EndStep.Check, PeerStep.Check,
        TextStep.Check, TextStep.CheckReceipts, BundleStory.Check, WitnessStep.Check, WitnessStep.CheckTrusted,
    ];

    /// <summary>Verifies. Never throws on what is in the file.</summary>
    public static BundleVerdict Verify(ReadOnlyMemory<byte> file, BundleTrust trust) => Verify(file, trust, ContainerChecks.All);

    /// <param name="file">The bytes.</param>
    /// <param name="trust">Whom the auditor trusts.</param>
    /// <param name="checks">Everything, outside of tests.</param>
    /// <param name="load">Loads a configuration; a test that verifies the same one a hundred thousand times remembers what it gave.</param>
    internal static BundleVerdict Verify(
        ReadOnlyMemory<byte> file, BundleTrust trust, ContainerChecks checks, Func<ReadOnlyMemory<byte>, KeyFingerprint, ClientConfiguration>? load = null)
    {
        try
        {
            var facts = new BundleFacts(BundleReader.Read(file, checks), trust) { Load = load ?? ((bytes, root) => ConfigurationLoader.Parse(bytes, root)) };
            foreach (var step in Steps)
                step(facts);
            return new BundleVerdict(null, BundleProof.Of(facts));
        }
        catch (BundleFaultException e)
        {
            return new BundleVerdict(e.Fault, null);
        }
    }
}
