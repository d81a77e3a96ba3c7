using System.Collections.Immutable;
using System.Text;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Bundles;

/// <summary>The texts that still lie beside a run's log, in the order in which its records name them.</summary>
public static class RunTexts
{
    /// <summary>Those of these records.</summary>
    public static ImmutableArray<BundleText> Read(LogFolder folder, IEnumerable<ReadOnlyMemory<byte>> records)
    {
        var known = ErasableTexts.ReadSalted(folder.Texts);
        return [.. records.SelectMany(BundleTexts.ShapesIn).Distinct()
            .Where(known.ContainsKey)
            .Select(commitment => new BundleText(known[commitment].Salt, Encoding.UTF8.GetBytes(known[commitment].Text)))];
    }
}
