using Orchestrator.Audit.Verification;

namespace Orchestrator.Verifier;

/// <summary>Verifies one evidence log from its files and a key. Exit 0 proven, 1 findings.</summary>
internal static class VerifyCommand
{
    private static readonly CommandShape Shape = CommandShape.Log(CommandOption.Checkpoint, CommandOption.Json);

    public static int Run(string[] args, TextWriter output)
    {
        var line = CommandLine.Parse(args, Shape);
        var report = LogVerifier.Verify(new LogVerification
        {
            Key = TrustReading.LogKey(line.Value(CommandOption.Key)),
            Folder = line.Subject,
            KnownCheckpoints = [.. line.Values(CommandOption.Checkpoint).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))],
        });
        if (line.Has(CommandOption.Json))
            ReportWriter.WriteJson(report, output);
        else
            ReportWriter.WriteText(report, output);
        return report.ExitCode;
    }
}
