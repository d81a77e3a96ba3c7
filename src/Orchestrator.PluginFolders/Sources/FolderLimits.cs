namespace Orchestrator.PluginFolders;

/// <summary>Bounds of a plugin folder, with the reason of each.</summary>
internal static class FolderLimits
{
    /// <summary>Plugins in one folder: there are some dozens of kinds of hardware and proxies, not hundreds.</summary>
    public const int Plugins = 128;

    /// <summary>Versions kept of one plugin: the one in use, the one before, some forgotten ones.</summary>
    public const int Versions = 32;

    /// <summary>Assemblies in one plugin.</summary>
    public const int Assemblies = 256;
}
