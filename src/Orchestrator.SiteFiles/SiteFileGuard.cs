
namespace Orchestrator.SiteFiles;

/// <summary>Whether the running user could have written the site file: then it says nothing about what the customer's IT wants.</summary>
internal static class SiteFileGuard
{
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Why the file isn't honoured; null when it is.</summary>
    public static string? Flaw(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        return OperatingSystem.IsWindows() ? WindowsFlaw(full, folder) : UnixFlaw(full, folder);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static string? UnixFlaw(string file, string folder)
    {
        var user = UnixFiles.EffectiveUser;
        if (new FileInfo(file).LinkTarget is not null)
            return "it is a link";
        foreach (var (place, what) in new[] { (file, "it"), (folder, "its folder") })
        {
            if (UnixFiles.Owner(place) is not { } owner)
                return $"the owner of {what} can't be found out";
            var mode = File.GetUnixFileMode(place);

            // The administrator may write everything, so for him it counts who else may.
            if (owner != 0 && owner == user)
                return $"the user who runs this program owns {what}";
            var sticky = mode.HasFlag(UnixFileMode.StickyBit);
            if (user == 0 ? owner != 0 || ((mode & OthersMayWrite) != 0 && !sticky) : !sticky && UnixFiles.MayWrite(place))
                return $"the user who runs this program, or any user, may change {what}";
        }

        return null;
    }

    private static string? WindowsFlaw(string file, string folder)
    {
        if (CanOpen(file, FileMode.Open, FileOptions.None))
            return "the user who runs this program may change it";
        return CanOpen(Path.Combine(folder, $".orchestrator-{Guid.NewGuid():N}"), FileMode.CreateNew, FileOptions.DeleteOnClose)
            ? "the user who runs this program may change its folder"
            : null;
    }

    private static bool CanOpen(string path, FileMode mode, FileOptions options)
    {
        try
        {
            using var stream = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite, 1, options);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
