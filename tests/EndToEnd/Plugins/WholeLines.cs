namespace Orchestrator.EndToEnd.Plugins;

/// <summary>A file of lines that somebody still writes.</summary>
internal static class WholeLines
{
    /// <summary>The lines that are whole by now, of the one file of that name below a folder.</summary>
    public static IReadOnlyList<string> Of(string folder, string file)
    {
        using var stream = new FileStream(Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).Single(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var whole = reader.ReadToEnd();
        return whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
