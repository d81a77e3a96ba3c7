using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>A real file system of one mebibyte. Needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    /// <summary>Bytes that it holds at most.</summary>
    public const int Size = 1 << 20;

    private SmallDisk(string path) => Path = path;

    /// <summary>Its only folder.</summary>
    public string Path { get; }

    /// <summary>Mounts one, or skips the test with the reason.</summary>
    public static async Task<SmallDisk> MountAsync(TestVendor vendor)
    {
        RealComponent.Require("mount", "umount");
        Skip.If(Environment.UserName != "root", "a small file system can be mounted by root only");
        var disk = new SmallDisk(vendor.NewFolder("small"));
        await ExternalProcess.RunAsync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.Path]);
        return disk;
    }

    /// <summary>Fills it to the last byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ExternalProcess.RunAsync("umount", ["--lazy", Path]);
}
