using System.Text;

namespace Orchestrator.Plugins.Shared.Settings;

/// <summary>A secret that lies in a file of its own, so that settings, logs and backups of them never hold it.</summary>
internal static class SecretFile
{
    private const int MaxBytes = 4096;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The first line, without its end.</summary>
    /// <param name="path">Readable by its owner alone.</param>
    /// <exception cref="InvalidOperationException">Missing, too long, empty, or open to others.</exception>
    public static string Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0)
                throw new InvalidOperationException($"Other users can read {path}, which holds a password: make it 0600.");
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var secret = new UTF8Encoding(false, true).GetString(bytes.AsSpan(0, length)).Split('\n')[0].TrimEnd('\r');
            return length <= MaxBytes && secret.Length > 0
                ? secret
                : throw new InvalidOperationException($"The password file {path} must have one line of at most {MaxBytes} bytes.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidOperationException($"The password file {path} can't be read. Put the password there, in UTF-8, readable by this program's user alone.");
        }
    }
}
