using System.Collections.Immutable;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Log;
using Orchestrator.Broker.Sinks;

namespace Orchestrator.Broker.Evidence;

/// <summary>The instrument's own folder of a run: it gives a bundle the texts, and must have what the broker has.</summary>
internal static class RunFolder
{
    /// <exception cref="BrokerException">There is no log, or another one than the broker's copy.</exception>
    public static ImmutableArray<BundleText> Texts(string path, IReadOnlyList<ReadOnlyMemory<byte>> claims)
    {
        var folder = new LogFolder(path);
        if (!File.Exists(folder.Records))
        {
            throw new BrokerException(ExitCode.DataFolder, $"There is no log in {folder.Path}. Name the folder of one run: QuickSupport says where it lies.");
        }

        var at = 0;
        RecordLines.ReadAll(folder.Records, line =>
        {
            if (at < claims.Count && !line.SequenceEqual(claims[at].Span))
            {
                throw new BrokerException(ExitCode.Refused, $"Record {at} in {folder.Path} isn't the one that the broker has. `orchestrator-broker audit diff --run` compares them.");
            }

            at++;
        });
        return at >= claims.Count
            ? RunTexts.Read(folder, claims)
            : throw new BrokerException(ExitCode.Refused, $"The log in {folder.Path} has {at} records; the broker has {claims.Count} of this session.");
    }
}
