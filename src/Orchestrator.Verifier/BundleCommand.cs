using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnessing;

namespace Orchestrator.Verifier;

/// <summary>Verifies an evidence bundle. Exit 0 proven, 1 not, 2 couldn't check.</summary>
internal static class BundleCommand
{
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        var arguments = BundleArguments.Parse(args, out var error);
        if (arguments is null)
            return VerifyCommand.Fail(errors, $"{error} --help says more.");
        if (TrustReading.Root(arguments.Root) is not { } root)
            return VerifyCommand.Fail(errors, "The root isn't one: give 64 hex digits (SHA-256 of its SubjectPublicKeyInfo), or a file with its certificate or public key.");
        var witnesses = new List<WitnessKey>();
        foreach (var text in arguments.Witnesses)
        {
            if (TrustReading.Witness(text) is not { } witness)
                return VerifyCommand.Fail(errors, "A witness's key isn't one: it should read name+8 hex digits+base64, or be a file with that in it.");
            witnesses.Add(witness);
        }

        var verdict = BundleVerifier.Verify(Read(arguments.File), new BundleTrust(root, witnesses));
        if (arguments.Json)
            BundleJsonReport.Write(verdict, output);
        else if (verdict.Proof is { } proof)
            BundleReport.Write(proof, output);
        else
            BundleReport.Write(verdict.Fault!, output);
        return verdict.ExitCode;
    }

    /// <summary>At most one byte more than a bundle may have, so that a larger file is named as such.</summary>
    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[Math.Min(stream.Length, BundleLimits.FileBytes + 1L)];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
