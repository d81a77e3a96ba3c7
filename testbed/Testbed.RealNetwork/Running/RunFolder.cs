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
    public static RunFolder Create() => Create(System.IO.Path.GetTempPath());

    /// <summary>The same in another place.</summary>
    public static RunFolder Create(string within)
    {
        foreach (var old in Directory.GetDirectories(within, Prefix + "*"))
        {
            TakeAwayIfLeft(old);
        }

        // Held before it has the name that another start looks for.
        var name = Guid.NewGuid().ToString("N");
        var made = Directory.CreateDirectory(System.IO.Path.Combine(within, $"orchestrator-new-{name}")).FullName;
        var held = Hold(made);
        var path = System.IO.Path.Combine(within, Prefix + name);
        Directory.Move(made, path);

        // Servers run as other users, in folders below it.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_001_001);
        }

        return new RunFolder(path, held);
    }

    /// <summary>A new folder below it.</summary>
    public string New(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Still held, so that nobody else takes it away at the same time.
        Directory.Delete(Path, recursive: true);
        _lock.Dispose();
    }

    private static FileStream Hold(string path) => new(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void TakeAwayIfLeft(string path)
    {
        try
        {
            using var held = Hold(path);
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody runs there, takes it away at this moment, or is another user.
        }
    }
}
