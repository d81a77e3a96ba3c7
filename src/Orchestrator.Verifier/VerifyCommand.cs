using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Verifier;

/// <summary>The auditor's program: verifies one evidence log offline, from its files and a key. Exit 0 proven, 1 findings, 2 couldn't check.</summary>
internal static class VerifyCommand
{
    private const string Help = """
        orchestrator-verify FILE.evidence --trust ROOT [--witness VKEY]... [--json]
        orchestrator-verify LOGDIR --key PUBKEY [--checkpoint FILE]... [--json]

        Verifies a session's evidence bundle, or an evidence log, offline. Reads only; needs no server.

          FILE.evidence      the bundle of one session
          --trust ROOT       the vendor's root: SHA-256 of its SubjectPublicKeyInfo (64 hex digits), or a
                             file with its certificate or public key. Take it from your contract, not
                             from whoever gave you the bundle.
          --witness VKEY     the key of your own witness (name+hash+base64), or a file that holds it;
                             may be repeated. Without one a session that the vendor invented isn't found.

          LOGDIR             folder with records.jsonl and checkpoints
          --key PUBKEY       the log's key as text (name+hash+base64), or a file that holds it.
                             Take it from the ticket, the broker or a witness, not from LOGDIR.
          --checkpoint FILE  a signed checkpoint of this log that somebody else kept; may be repeated
          --json             report as JSON
          --help             this text

        orchestrator-verify tiles LOGDIR --key PUBKEY --out DIR

        Proves a log and writes it as C2SP tlog-tiles.

        Exit code: 0 everything is proven and complete, 1 there are findings, 2 it couldn't be checked.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            output.WriteLine(Help);
            return 0;
        }

        if (args is [TilesCommand.Name, .. var rest])
            return TilesCommand.Run(rest, output, errors);
        try
        {
            if (BundleArguments.IsAbout(args))
                return BundleCommand.Run(args, output, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, $"It couldn't be checked: {e.Message}");
        }

        var arguments = VerifyArguments.Parse(args, out var error);
        if (arguments is null)
            return Fail(errors, $"{error} --help says more.");
        try
        {
            if (!TryReadKey(arguments.Key, out var key))
                return Fail(errors, "The key isn't one: it should read name+8 hex digits+base64, or be a file with that in it.");
            var report = LogVerifier.Verify(new LogVerification
            {
                Folder = arguments.Folder,
                Key = key!,
                KnownCheckpoints = [.. arguments.Checkpoints.Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))],
            });
            if (arguments.Json)
                ReportWriter.WriteJson(report, output);
            else
                ReportWriter.WriteText(report, output);
            return report.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, $"It couldn't be checked: {e.Message}");
        }
    }

    internal static bool TryReadKey(string text, out NoteKey? key)
    {
        if (NoteKey.TryParse(text, out key))
            return true;
        return File.Exists(text) && new FileInfo(text).Length < 4096 && NoteKey.TryParse(File.ReadAllText(text).Trim(), out key);
    }

    internal static int Fail(TextWriter errors, string sentence)
    {
        errors.WriteLine($"orchestrator-verify: {sentence}");
        return 2;
    }
}
