using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Audit.Export;

/// <summary>
/// An export on disk: a page for people, the exact lines of each log for programs, and the hashes of both. Made aside and moved into place,
/// so that a folder that is there is whole.
/// </summary>
public static class ExportFolder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes an export.</summary>
    /// <param name="folder">A folder that isn't there yet.</param>
    /// <param name="export">What to write.</param>
    /// <returns>The page's path.</returns>
    /// <exception cref="IOException">It is there already, or can't be written.</exception>
    public static string Write(string folder, SessionExport export)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(place))
            throw new IOException($"{place} is there already. Name a folder that isn't: an export never overwrites.");
        var aside = $"{place}.partial-{Guid.NewGuid():n}";
        Directory.CreateDirectory(aside);
        try
        {
            WriteFiles(aside, export);
            Directory.Move(aside, place);
        }
        catch
        {
            Directory.Delete(aside, recursive: true);
            throw;
        }

        return Path.Combine(place, $"{export.FileName}.html");
    }

    /// <summary>The page alone.</summary>
    public static void WritePage(TextWriter page, SessionExport export) => new SessionPage(page, export).Write();

    private static void WriteFiles(string folder, SessionExport export)
    {
        var names = new List<string> { $"{export.FileName}.html" };
        using (var page = new StreamWriter(Path.Combine(folder, names[0]), append: false, Utf8))
            WritePage(page, export);
        foreach (var log in export.Logs)
        {
            names.Add($"{export.FileName}-{log.Id}.jsonl");
            using var lines = new FileStream(Path.Combine(folder, names[^1]), FileMode.CreateNew, FileAccess.Write);
            foreach (var line in log.Lines)
            {
                lines.Write(line.Span);
                lines.WriteByte((byte)'\n');
            }
        }

        File.WriteAllLines(Path.Combine(folder, "SHA256SUMS"), names.Select(name => $"{Hash(Path.Combine(folder, name))}  {name}"), Utf8);
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
