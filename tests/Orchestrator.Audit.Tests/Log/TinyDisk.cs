using System.Diagnostics;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>A real file system of some kilobytes in memory; only root can mount one, others skip.</summary>
internal sealed class TinyDisk : IDisposable
{
    private TinyDisk(string path) => Path = path;

    public string Path { get; }

    public static TinyDisk Mount(string root, int kilobytes)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a tiny file system needs root on Linux.");
        var path = Directory.CreateDirectory(System.IO.Path.Combine(root, "disk")).FullName;
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path), "This machine doesn't let root mount a tmpfs.");
        return new TinyDisk(path);
    }

    public void Dispose() => Assert.True(Run("umount", Path));

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
