using System.Text.RegularExpressions;

namespace Orchestrator.PluginFolders;

/// <summary>Bounds of a manifest, with the reason of each.</summary>
internal static partial class ManifestLimits
{
    /// <summary>Room for the longest list of files and the longest schema; more is a mistake or an attack on the parser.</summary>
    public const int Bytes = 256 * 1024;

    /// <summary>Id is a folder name on every file system.</summary>
    public const int IdLength = 64;

    /// <summary>The schema nests; nobody's settings nest deeper.</summary>
    public const int Depth = 32;

    /// <summary>Some dozens of settings with their descriptions.</summary>
    public const int SchemaBytes = 32 * 1024;

    /// <summary>A plugin that needs more places than this isn't one plugin.</summary>
    public const int Places = 16;

    /// <summary>What a plugin may keep in memory at most, in MiB: the program has to live beside it.</summary>
    public const int MemoryMiB = 1024;

    /// <summary>Words of lower case letters and digits, joined by single dots or hyphens.</summary>
    [GeneratedRegex(@"\A[a-z][a-z0-9]*([.-][a-z0-9]+)*\z")]
    public static partial Regex Id();

    /// <summary>A bare file name: no folder can be named.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.dll\z")]
    public static partial Regex AssemblyFile();

    /// <summary>A DNS name or address and a port.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9._\[\]:-]{1,253}:(?<port>[1-9][0-9]{0,4})\z")]
    public static partial Regex Destination();

    /// <summary>The setting that says a place.</summary>
    [GeneratedRegex(@"\Asetting:[A-Za-z][A-Za-z0-9_]{0,63}\z")]
    public static partial Regex Setting();

    /// <summary>A path from the root, on Unix or Windows.</summary>
    [GeneratedRegex(@"\A(/|[A-Za-z]:\\)\P{C}{0,250}\z")]
    public static partial Regex AbsolutePath();

    /// <summary>SHA-256.</summary>
    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    public static partial Regex Hash();
}
