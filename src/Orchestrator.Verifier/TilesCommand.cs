using System.Globalization;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Tiles;

namespace Orchestrator.Verifier;

/// <summary><c>tiles</c>: a proven log as static files of C2SP tlog-tiles, for tools of other makers. Exit 0 written, 1 the log isn't proven.</summary>
internal static class TilesCommand
{
    private static readonly CommandShape Shape = CommandShape.Log(CommandOption.Out);

    /// <exception cref="InvalidDataException">The log isn't proven.</exception>
    public static int Run(string[] args, TextWriter output)
    {
        var line = CommandLine.Parse(args, Shape);
        var key = TrustReading.LogKey(line.Value(CommandOption.Key));
        var to = line.Value(CommandOption.Out);
        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
            throw new BadUseException($"{to} isn't empty. Name a new folder.");
        var signed = TileWriter.Write(new LogFolder(line.Subject), key, to);
        _ = TileReader.Read(to, key);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{signed.Checkpoint.Size} records of {signed.Checkpoint.Origin} lie in {to}."));
        return 0;
    }
}
