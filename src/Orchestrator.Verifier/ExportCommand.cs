using System.Reflection;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Export;

namespace Orchestrator.Verifier;

/// <summary>Writes a log as a page for people and as JSON lines, with what its verification found. Exit 0 proven, 1 written with findings, 2 couldn't.</summary>
internal static class ExportCommand
{
    private const string Help = """
        orchestrator-verify export LOGDIR --key PUBKEY --out DIR

        Verifies an evidence log and writes it for people: one HTML page without script, which a browser prints
        as PDF, beside it the exact lines, and SHA256SUMS. DIR must not be there yet.

        Exit code: 0 everything is proven, 1 written, and there are findings on the page, 2 it couldn't be done.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors, TimeProvider time)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            output.WriteLine(Help);
            return 0;
        }

        if (Take(args, "--out", out var rest) is not { } to)
            return Fail(errors, "Where to? Name a folder with --out. export --help says more.");
        var arguments = VerifyArguments.Parse(rest, out var error);
        if (arguments is null || arguments.Json || arguments.Checkpoints.Count > 0)
            return Fail(errors, $"{(arguments is null ? error : "An export takes a folder, --key and --out.")} export --help says more.");
        try
        {
            if (!VerifyCommand.TryReadKey(arguments.Key, out var key))
                return Fail(errors, "The key isn't one: it should read name+8 hex digits+base64, or be a file with that in it.");
            var version = typeof(ExportCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            var export = LogExports.OfFolder(arguments.Folder, key!, $"orchestrator-verify {version}", time.GetUtcNow());
            output.WriteLine($"Written: {ExportFolder.Write(to, export)}");
            foreach (var log in export.Logs)
                output.WriteLine($"{log.Lines.Length} records: {(log.Proof.IsProven ? "verified" : "NOT verified")}. {log.Proof.Sentence}");
            return export.Logs.All(log => log.Proof.IsProven) ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, $"It couldn't be exported: {e.Message}");
        }
    }

    private static string? Take(string[] args, string option, out string[] rest)
    {
        var at = Array.IndexOf(args, option);
        var found = at >= 0 && at + 1 < args.Length;
        rest = found ? [.. args[..at], .. args[(at + 2)..]] : args;
        return found ? args[at + 1] : null;
    }

    private static int Fail(TextWriter errors, string sentence)
    {
        errors.WriteLine($"orchestrator-verify: {sentence}");
        return 2;
    }
}
