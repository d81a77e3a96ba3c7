namespace Orchestrator.Testbed.RealNetwork.Running;

/// <summary>
/// The folder of one run of the real world, below the machine's folder for temporary files. Whoever runs holds its lock; the next start takes away the
/// folders whose lock nobody holds: those of runs that were killed.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "orchestrator-real-";
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Takes leftovers away and makes a new one.</summary>
    public static RunFolder Create()
    {
        foreach (var old in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            TakeAwayIfLeft(old);
        }

        var path = Directory.CreateTempSubdirectory(Prefix).FullName;

        // Servers run as other users, in folders below it.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_001_001);
        }

        return new RunFolder(path, Hold(path));
    }

    /// <summary>A new folder below it.</summary>
    public string New(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private static FileStream Hold(string path) => new(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void TakeAwayIfLeft(string path)
    {
        try
        {
            Hold(path).Dispose();
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody runs there, takes it away at this moment, or is another user.
        }
    }
}
