namespace Orchestrator.PluginFolders;

/// <summary>Bounds of a package, with the reason of each.</summary>
internal static class PackageLimits
{
    /// <summary>Files besides plugin.json and plugin.sig: a plugin with its libraries for some systems.</summary>
    public const int Files = 512;

    /// <summary>One file: the largest native library that is known to us has 12 MiB.</summary>
    public const long FileBytes = 64 * 1024 * 1024;

    /// <summary>All files together: they pass through memory when a plugin is loaded.</summary>
    public const long TotalBytes = 256 * 1024 * 1024;

    /// <summary>Folders in folders: runtimes/linux-x64/native is three.</summary>
    public const int Segments = 8;

    /// <summary>Characters of a path inside the package: some file systems take 260 altogether.</summary>
    public const int PathLength = 160;

    /// <summary>How much larger a file may be than its compressed form: code comes to 4, a bomb to 1000.</summary>
    public const int Ratio = 100;
}
