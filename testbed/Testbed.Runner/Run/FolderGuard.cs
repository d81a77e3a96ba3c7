using System.Diagnostics;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>
/// Takes a folder away when this process is over, however it ends: a small shell waits for the end of a pipe that only this process holds. Where there is
/// no shell, the folder goes at an orderly end.
/// </summary>
internal sealed class FolderGuard : IDisposable
{
    private readonly string _folder;
    private readonly Process? _waiting;

    private FolderGuard(string folder, Process? waiting) => (_folder, _waiting) = (folder, waiting);

    /// <summary>Begins to watch.</summary>
    public static FolderGuard Of(string folder)
    {
        if (OperatingSystem.IsWindows())
            return new FolderGuard(folder, null);
        var info = new ProcessStartInfo("/bin/sh", ["-c", "trap '' INT TERM HUP; cat > /dev/null; rm -rf -- \"$0\"", folder]) { RedirectStandardInput = true };
        return new FolderGuard(folder, Process.Start(info));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_waiting is null)
        {
            Directory.Delete(_folder, recursive: true);
            return;
        }

        _waiting.StandardInput.Close();
        _waiting.WaitForExit();
        _waiting.Dispose();
    }
}
