using Orchestrator.Trust.Files;

namespace Orchestrator.PluginFolders;

/// <summary>
/// plugin-trust.json. It decides whose code a program runs, so it lies outside the plugin folder, belongs to the program's user, and nobody
/// else may write it. Read anew for each look into the plugin folder: a change counts from the next command on.
/// </summary>
public sealed class PluginTrustFile
{
    /// <summary>Its usual name.</summary>
    public const string Name = "plugin-trust.json";

    private const int MaxBytes = 128 * 1024;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Takes the path; the file need not exist yet.</summary>
    public PluginTrustFile(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>What it says now. A file that isn't there trusts nobody.</summary>
    /// <exception cref="PluginTrustException">It can't be read, others may write it, or it says something impossible.</exception>
    public PluginTrust Read()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OthersWrite) != 0)
                throw new PluginTrustException($"The trust file {Path} may be written by others than its owner, so it proves nothing. Take that right away: chmod go-w, after a look at what it says.");
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxBytes ? TrustText.Read(bytes.AsSpan(0, length), Path) : throw new PluginTrustException($"The trust file {Path} is longer than {MaxBytes} bytes. Correct it.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return PluginTrust.Nobody;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginTrustException($"The trust file {Path} can't be read. Let this user read it.", e);
        }
    }

    /// <summary>Puts it in the place of what is there: whoever reads finds the old one or the new one, whole.</summary>
    /// <exception cref="PluginTrustException">It can't be written.</exception>
    public void Write(PluginTrust trust)
    {
        var aside = $"{Path}.{Guid.NewGuid():N}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(aside, options))
            {
                file.Write(TrustText.Write(trust));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, Path, overwrite: true);
            DurableFolder.Flush(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginTrustException($"The trust file {Path} can't be written: {e.Message} Name another file, or let this user write there.", e);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Who fills the plugin folder must not say by that whom the program trusts.</summary>
    /// <exception cref="PluginTrustException">It lies in the folder.</exception>
    public void RequireOutside(string folder)
    {
        var relative = System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(folder), Path);
        if (!System.IO.Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith($"..{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            throw new PluginTrustException($"The trust file {Path} lies inside the plugin folder {folder}, where whoever installs plugins could change it. Put it beside the folder.");
    }
}

/// <summary>The trust file can't be used; the sentence is for people.</summary>
public sealed class PluginTrustException : Exception
{
    /// <summary>Makes one.</summary>
    public PluginTrustException(string sentence)
        : base(sentence)
    {
    }

    /// <summary>Makes one with its cause, which is never shown.</summary>
    public PluginTrustException(string sentence, Exception cause)
        : base(sentence, cause)
    {
    }
}
