using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Audit;

/// <summary>A file system of a few MiB over a folder, so that a test can fill it. Needs the right to mount.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "8m";
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Mounts one over an empty folder; null where this user may not.</summary>
    public static async Task<SmallDisk?> MountAsync(string folder)
    {
        if (!Environment.IsPrivilegedProcess || RealComponent.Find("mount") is null)
            return null;
        await ExternalProcess.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={Size}", "none", folder]);
        return new SmallDisk(folder);
    }

    /// <summary>Fills it to the last byte; disposing what comes back makes room again.</summary>
    public IAsyncDisposable Fill()
    {
        var filler = new FileInfo(Path.Combine(folder, "filler"));
        using var stream = new FileStream(filler.FullName, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[4096]; ;)
                stream.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }

        return new Filled(filler);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await ExternalProcess.RunAsync("umount", [folder]);

    private sealed class Filled(FileInfo filler) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            filler.Delete();
            return ValueTask.CompletedTask;
        }
    }
}
