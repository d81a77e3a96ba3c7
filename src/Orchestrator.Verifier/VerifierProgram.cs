namespace Orchestrator.Verifier;

/// <summary>The auditor's program, but for its process: what it takes, what it says, how it ends.</summary>
internal static class VerifierProgram
{
    private const int NotProven = 1;
    private const int BadUse = 2;

    private const string Help = """
        orchestrator-verify FILE --trust ROOT [--witness VKEY]... [--json]
        orchestrator-verify LOGDIR --key PUBKEY [--checkpoint FILE]... [--json]
        orchestrator-verify export FILE --trust ROOT [--witness VKEY]... --out DIR
        orchestrator-verify export LOGDIR --key PUBKEY --out DIR
        orchestrator-verify tiles LOGDIR --key PUBKEY --out DIR

        Verifies a session's evidence bundle, or an evidence log, offline. Needs no server, changes nothing that it reads.

          FILE               the bundle of one session (*.evidence)
          --trust ROOT       the vendor's root: SHA-256 of its SubjectPublicKeyInfo (64 hex digits), or a
                             file with its certificate or public key. Take it from your contract, not
                             from whoever gave you the bundle.
          --witness VKEY     the key of your own witness (name+hash+base64), or a file that holds it;
                             may be repeated. Without one a session that the vendor invented isn't found.

          LOGDIR             folder with records.jsonl and checkpoints
          --key PUBKEY       the log's key as text (name+hash+base64), or a file that holds it.
                             Take it from the ticket, the broker or a witness, not from LOGDIR.
          --checkpoint FILE  signed checkpoints of this log that somebody else kept: one, or a file of them,
                             as an instrument keeps the broker's (broker-checkpoints); may be repeated
          --json             report as JSON
          --help             this text

        export verifies first and writes for people: one HTML page without script, which a browser prints
        as PDF, beside it the exact lines, and SHA256SUMS. DIR must not be there yet. Of a bundle that
        isn't proven nothing is written; what a log's verification found stands on the page.

        tiles proves a log and writes what its newest checkpoint covers as C2SP tlog-tiles. DIR must be
        new or empty.

        Exit code: 0 everything is proven and complete, 1 there are findings, or it isn't proven,
        2 it couldn't be checked.
        """;

    /// <summary>Runs one command line; gives the exit code.</summary>
    /// <param name="args">The words behind the program's name.</param>
    /// <param name="output">Where the report goes.</param>
    /// <param name="errors">Where a sentence goes that says why there is none.</param>
    /// <param name="time">For the date of an export.</param>
    public static int Run(string[] args, TextWriter output, TextWriter errors, TimeProvider time)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            output.WriteLine(Help);
            return 0;
        }

        try
        {
            return args switch
            {
                ["export", .. var rest] => ExportCommand.Run(rest, output, time),
                ["tiles", .. var rest] => TilesCommand.Run(rest, output),
                _ when BundleCommand.IsMeant(args) => BundleCommand.Run(args, output),
                _ => VerifyCommand.Run(args, output),
            };
        }
        catch (BadUseException e)
        {
            return Fail(errors, BadUse, $"{e.Message} --help says more.");
        }
        catch (InvalidDataException e)
        {
            return Fail(errors, NotProven, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, BadUse, $"It couldn't be done: {e.Message}");
        }
    }

    private static int Fail(TextWriter errors, int code, string sentence)
    {
        errors.WriteLine($"orchestrator-verify: {sentence}");
        return code;
    }
}
