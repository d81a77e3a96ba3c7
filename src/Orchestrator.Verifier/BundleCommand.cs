using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Verifier;

/// <summary>Verifies an evidence bundle. Exit 0 proven, 1 not.</summary>
internal static class BundleCommand
{
    private static readonly CommandShape Shape = CommandShape.Bundle(CommandOption.Json);

    /// <summary>True for a command line that names a root: then it is about a bundle.</summary>
    public static bool IsMeant(string[] args) => args.Contains(CommandOption.Trust.Name);

    public static int Run(string[] args, TextWriter output)
    {
        var line = CommandLine.Parse(args, Shape);
        var trust = TrustReading.OfBundle(line);
        var verdict = BundleVerifier.Verify(Read(line.Subject), trust);
        if (line.Has(CommandOption.Json))
            BundleJsonReport.Write(verdict, output);
        else if (verdict.Proof is { } proof)
            BundleReport.Write(proof, output);
        else
            BundleReport.Write(verdict.Fault!, output);
        return verdict.ExitCode;
    }

    /// <summary>At most one byte more than a bundle may have, so that a larger file is named as such.</summary>
    public static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[Math.Min(stream.Length, BundleLimits.FileBytes + 1L)];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
