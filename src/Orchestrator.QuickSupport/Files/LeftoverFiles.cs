using System.Text.RegularExpressions;
using Orchestrator.QuickSupport.Platform;

namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// Remembers each temporary file before it is made, so that one that a killed run left behind is found and deleted at the next start: only what was
/// noted here, bears our pattern, belongs to this user, lies in an allowed folder, and that no living run holds.
/// </summary>
internal sealed partial class LeftoverFiles(string? notes)
{
    private const string Ending = ".note";

    /// <summary>A name that nobody can guess beforehand.</summary>
    public static string NewName() => $".orchestrator-{Guid.NewGuid():N}.part";

    /// <summary>True for a name of that pattern.</summary>
    public static bool IsTemporary(string name) => Shape().IsMatch(name);

    /// <summary>Notes a temporary file that is about to be made; durable when it returns.</summary>
    /// <exception cref="IOException">It can't be noted.</exception>
    public void Note(string path)
    {
        if (notes is null)
            return;
        Directory.CreateDirectory(notes);
        using var stream = new FileStream(NoteOf(path), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(path));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>It has its final name, or is gone.</summary>
    public void Forget(string path)
    {
        if (notes is null)
            return;
        try
        {
            File.Delete(NoteOf(path));
            if (!Directory.EnumerateFileSystemEntries(notes).Any())
                Directory.Delete(notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start looks again.
        }
    }

    /// <summary>Deletes what killed runs left behind. Never throws: a file that stays does no harm.</summary>
    /// <param name="folderOf">The allowed folder of a path; null when it has none.</param>
    public void Clean(Func<string, string?> folderOf)
    {
        if (notes is null || !Directory.Exists(notes))
            return;
        foreach (var note in Directory.GetFiles(notes, "*" + Ending))
        {
            try
            {
                var path = File.ReadAllText(note);
                if (NoteOf(path) == note && IsTemporary(Path.GetFileName(path)) && folderOf(path) is { } allowed && TryDelete(allowed, path))
                    Forget(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Its folder is gone or another run holds it: it is looked at again at the next start.
            }
        }
    }

    /// <summary>True when nothing of it is left.</summary>
    private static bool TryDelete(string allowed, string path)
    {
        if (!File.Exists(path))
            return true;
        using var folder = PinnedFolders.Open(allowed, Path.GetDirectoryName(path)!);
        if (folder is UnixFolder unix && !unix.IsAbandoned(Path.GetFileName(path)))
            return false;
        folder.Delete(Path.GetFileName(path));
        return true;
    }

    private string NoteOf(string path) => Path.Combine(notes!, Path.GetFileName(path) + Ending);

    [GeneratedRegex("^\\.orchestrator-[0-9a-f]{32}\\.part\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Shape();
}
