using System.Security.Cryptography;
using Orchestrator.Trust;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Composition;

/// <summary>
/// The console's own RSA key: made at the first start, kept as PKCS#8 in a file that only this user can read. It authenticates the link and is
/// certified after sign-in; alone it opens nothing.
/// </summary>
internal static class ConsoleKeyStore
{
    private const int KeyBits = 3072;
    private const int MaxFileBytes = 8192;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The key; a new one where there is none. Takes about a second then.</summary>
    /// <exception cref="ConsoleException">The file can't be used as it is.</exception>
    public static RsaIdentity LoadOrCreate(string folder, IRandomSource random)
    {
        var path = Path.Combine(folder, "console-key.pk8");
        try
        {
            if (!File.Exists(path))
            {
                Create(folder, path, random);
            }

            return Load(path);
        }
        catch (TrustException e)
        {
            throw Unusable(path, "it isn't an RSA key that this program made", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e.Message, e);
        }
    }

    private static RsaIdentity Load(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw Unusable(path, "other users can read it", null);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > MaxFileBytes)
        {
            throw Unusable(path, "it is too large to be a key", null);
        }

        var pkcs8 = new byte[file.Length];
        try
        {
            file.ReadExactly(pkcs8);
            return RsaIdentity.ImportPkcs8(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static void Create(string folder, string path, IRandomSource random)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
        }

        using var key = RsaIdentity.Generate(KeyBits, random);
        var pkcs8 = key.ExportPkcs8();
        Span<byte> suffix = stackalloc byte[8];
        random.Fill(suffix);
        var aside = $"{path}.{Convert.ToHexStringLower(suffix)}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = Private;
            }

            using (var file = new FileStream(aside, options))
            {
                file.Write(pkcs8);
                file.Flush(flushToDisk: true);
            }

            // Two consoles at their first start: the first key stays, both use it.
            if (!File.Exists(path))
            {
                File.Move(aside, path, overwrite: false);
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // The other one was first.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            File.Delete(aside);
        }
    }

    private static ConsoleException Unusable(string path, string why, Exception? cause)
    {
        var sentence = $"The console's key {path} can't be used: {why}. Make it readable by you alone, or delete it: a new one is made then.";
        return cause is null ? new("KEY_UNUSABLE", ExitCode.Configuration, sentence) : new("KEY_UNUSABLE", ExitCode.Configuration, sentence, cause);
    }
}
