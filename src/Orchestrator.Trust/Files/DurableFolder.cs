using System.Runtime.InteropServices;

namespace Orchestrator.Trust.Files;

/// <summary>Makes the names in a folder survive a power cut. On Windows the file system does that with the file's own flush.</summary>
public static class DurableFolder
{
    /// <exception cref="IOException">There is no such folder.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(System.Text.Encoding.UTF8.GetBytes(folder + "\0"), 0);
        if (handle < 0)
            throw new IOException($"The folder {folder} can't be opened to make it durable.");
        // Some network file systems refuse to flush a folder; the records themselves are flushed all the same.
        _ = Fsync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
