using System.Security.Cryptography;

namespace Orchestrator.Witnesses.Keys;

/// <summary>Files and folders that only their owner may read (0600, 0700). On Windows the folder's own access list decides.</summary>
internal static class PrivateFile
{
    private const int MostBytes = 8192;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file that must not exist yet; durable on return.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a secret; the caller zeroes it.</summary>
    /// <exception cref="WitnessException">It isn't there, or others may read it.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(Owner | UnixFileMode.UserExecute)) != 0)
                throw Unusable(path, "other users may read or change it. Make it its owner's alone (chmod 600), and think of who read it meanwhile.");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MostBytes)
                throw Unusable(path, "it is too large to be what it should be.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"{e.Message} `orchestrator-witness keys` makes it.", e);
        }
    }

    /// <summary>Reads so many bytes of base64; the caller zeroes them.</summary>
    /// <exception cref="WitnessException">It isn't that.</exception>
    public static byte[] ReadBase64(string path, int count)
    {
        var text = Read(path);
        var bytes = new byte[count];
        try
        {
            var trimmed = text.AsSpan().TrimEnd("\r\n"u8);
            var done = System.Buffers.Text.Base64.DecodeFromUtf8(trimmed, bytes, out var consumed, out var written);
            return done == System.Buffers.OperationStatus.Done && consumed == trimmed.Length && written == count
                ? bytes
                : throw Unusable(path, $"it isn't {count} bytes in base64.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static WitnessException Unusable(string path, string why, Exception? inner = null) => new(ExitCode.Data, $"{path} can't be used: {why}", inner);
}
