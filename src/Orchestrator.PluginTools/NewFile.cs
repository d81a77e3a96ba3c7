using System.Text;

namespace Orchestrator.PluginTools;

/// <summary>Writes files that must not exist yet, durable on return.</summary>
internal static class NewFile
{
    /// <summary>A file that only its owner may read. The mode is set when the file is made: nobody can open it in between.</summary>
    /// <exception cref="PluginToolException">It is there already, or can't be written.</exception>
    public static void WritePrivate(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content), UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>A file for everybody.</summary>
    /// <exception cref="PluginToolException">It is there already, or can't be written.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content), null);

    private static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && mode is not null)
            options.UnixCreateMode = mode;
        try
        {
            using var file = new FileStream(path, options);
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginToolException($"{path} can't be written: {e.Message} Name another file, or let this user write there.", e);
        }
    }
}
