using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>Names that packages bear.</summary>
public static class PackageNames
{
    /// <summary>The manifest.</summary>
    public const string Manifest = "plugin.json";

    /// <summary>The signature over it.</summary>
    public const string Signature = "plugin.sig";

    /// <summary>Ending of a package as one file.</summary>
    public const string Extension = ".orchestrator-plugin";

    /// <summary>Name of a package as one file.</summary>
    public static string FileOf(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return $"{manifest.Id}-{manifest.Version}{Extension}";
    }
}
