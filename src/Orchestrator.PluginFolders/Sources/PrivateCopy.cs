using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>
/// A verified package's files, in a folder of this process's own. Loading reads files for as long as the plugin lives (a library is loaded when it is
/// first called, a native one must be a file), and between the check and that moment the plugin folder could change. So each file is read once,
/// and the bytes that were hashed are written here, where nobody but this user may even look; code is loaded from here and nowhere else.
/// </summary>
internal sealed class PrivateCopy : IDisposable
{
    private const string Prefix = "orchestrator-plugin-";
    private const string LockName = "lock";
    private const UnixFileMode ReadOnlyFile = UnixFileMode.UserRead;
    private const UnixFileMode ReadOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFolder = ReadOnlyFolder | UnixFileMode.UserWrite;

    // What a killed process left, once a run.
    private static readonly Lazy<bool> Swept = new(Sweep);

    private readonly string home;
    private readonly FileStream held;

    private PrivateCopy()
    {
        _ = Swept.Value;
        home = Directory.CreateTempSubdirectory(Prefix).FullName;
        held = new FileStream(Path.Combine(home, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Folder = Directory.CreateDirectory(Path.Combine(home, "files")).FullName;
    }

    /// <summary>Holds the files, read-only.</summary>
    public string Folder { get; }

    /// <summary>Verifies and copies.</summary>
    /// <exception cref="PluginRefusedException">Not verified; nothing is left.</exception>
    public static PrivateCopy Of(CheckedPackage package)
    {
        PrivateCopy? copy = null;
        try
        {
            copy = new PrivateCopy();
            package.Verify(copy.Create);
            copy.Close();
            return copy;
        }
        catch (Exception problem)
        {
            copy?.Dispose();
            if (problem is not (IOException or UnauthorizedAccessException))
                throw;
            throw new PluginRefusedException(
                PluginRefusalReason.NotLoadable,
                package.Manifest.ToString(),
                $"The plugin {package.Manifest} can't be copied to a folder of this program's own under {Path.GetTempPath()} ({ProblemText.Of(problem)}). Make room there, or let this user write there.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        held.Dispose();
        Remove(home);
    }

    private static bool Sweep()
    {
        foreach (var home in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            try
            {
                using (new FileStream(Path.Combine(home, LockName), FileMode.Open, FileAccess.Write, FileShare.None))
                {
                    // Nobody holds it any more.
                }

                Remove(home);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A living process's, another user's, or one that is being made.
            }
        }

        return true;
    }

    private static void Remove(string home)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                foreach (var folder in Directory.EnumerateDirectories(home, "*", SearchOption.AllDirectories))
                    File.SetUnixFileMode(folder, OwnFolder);
            }

            Directory.Delete(home, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A library that is still in use (Windows): the next run's sweep takes it.
        }
    }

    private FileStream Create(string path)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadOnlyFile;
        return new FileStream(file, options);
    }

    private void Close()
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories).Append(Folder))
            File.SetUnixFileMode(folder, ReadOnlyFolder);
    }
}
