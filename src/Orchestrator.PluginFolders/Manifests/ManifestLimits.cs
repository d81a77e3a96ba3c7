using System.Text.RegularExpressions;

namespace Orchestrator.PluginFolders;

/// <summary>Bounds of a manifest, with the reason of each.</summary>
internal static partial class ManifestLimits
{
    /// <summary>A manifest is some lines; more is a mistake or an attack on the parser.</summary>
    public const int Bytes = 16 * 1024;

    /// <summary>Id is a folder name on every file system.</summary>
    public const int IdLength = 64;

    /// <summary>Nested values exist only for the contract range and the lists.</summary>
    public const int Depth = 4;

    /// <summary>A sink that dials to more places than this is not one sink.</summary>
    public const int Destinations = 16;

    /// <summary>Words of lower case letters and digits, joined by single dots or hyphens.</summary>
    [GeneratedRegex(@"\A[a-z][a-z0-9]*([.-][a-z0-9]+)*\z")]
    public static partial Regex Id();

    /// <summary>A bare file name: no folder can be named.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.dll\z")]
    public static partial Regex AssemblyFile();

    /// <summary>A DNS name or address and a port.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9._\[\]:-]{1,253}:[0-9]{1,5}\z")]
    public static partial Regex Destination();
}
