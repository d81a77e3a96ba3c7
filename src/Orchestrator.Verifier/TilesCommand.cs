using System.Globalization;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Tiles;

namespace Orchestrator.Verifier;

/// <summary><c>tiles</c>: a proven log as static files of C2SP tlog-tiles, for tools of other makers. Exit 0 written, 1 the log isn't proven, 2 couldn't do it.</summary>
internal static class TilesCommand
{
    /// <summary>The first word of the command line.</summary>
    public const string Name = "tiles";

    public const string Help = """
        orchestrator-verify tiles LOGDIR --key PUBKEY --out DIR

        Proves a log, and writes what its newest checkpoint covers as C2SP tlog-tiles into DIR, which must be new or empty.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (Parse(args) is not { } given)
            return Fail(errors, 2, $"it isn't understood. {Help}");
        try
        {
            if (!NoteKey.TryParse(File.Exists(given.Key) ? File.ReadAllText(given.Key).Trim() : given.Key, out var key))
                return Fail(errors, 2, "the key isn't one: it should read name+8 hex digits+base64, or be a file with that in it.");
            if (Directory.Exists(given.Out) && Directory.EnumerateFileSystemEntries(given.Out).Any())
                return Fail(errors, 2, $"{given.Out} isn't empty. Name a new folder.");
            var signed = TileWriter.Write(new LogFolder(given.Folder), key, given.Out);
            _ = TileReader.Read(given.Out, key);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{signed.Checkpoint.Size} records of {signed.Checkpoint.Origin} lie in {given.Out}."));
            return 0;
        }
        catch (InvalidDataException e)
        {
            return Fail(errors, 1, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, 2, $"it couldn't be done: {e.Message}");
        }
    }

    private static (string Folder, string Key, string Out)? Parse(string[] args) => args switch
    {
        [var folder, "--key", var key, "--out", var target] => (folder, key, target),
        [var folder, "--out", var target, "--key", var key] => (folder, key, target),
        ["--key", var key, "--out", var target, var folder] => (folder, key, target),
        _ => null,
    };

    private static int Fail(TextWriter errors, int code, string sentence)
    {
        errors.WriteLine($"orchestrator-verify tiles: {sentence}");
        return code;
    }
}
