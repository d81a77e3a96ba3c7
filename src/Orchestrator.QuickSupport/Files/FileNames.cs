using Orchestrator.Trust.Encoding;

namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// Which names may become paths here. Strict on every system alike: a name that one file system reads differently from another is refused, not repaired.
/// </summary>
internal static class FileNames
{
    /// <summary>Characters of a path.</summary>
    public const int PathCharacters = Domain.SessionLimits.FileNameCharacters;

    private static readonly string[] Devices =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })];

    /// <summary>Why a path can't be used; null when it can. Absolute or relative, parts separated by the system's separator or '/'.</summary>
    public static string? Flaw(string path)
    {
        if (!SafeText.IsSafe(path, PathCharacters))
            return path.Length > PathCharacters ? $"it is longer than {PathCharacters} characters" : "it is empty, or has characters that can't be shown";
        if (!OperatingSystem.IsWindows() && path.Contains('\\', StringComparison.Ordinal))
            return "it has a backslash";
        var drive = OperatingSystem.IsWindows() && path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':';
        var parts = (drive ? path[2..] : path).Replace('\\', '/').Split('/');
        return parts.Skip(Path.IsPathRooted(path) ? 1 : 0).Select(PartFlaw).FirstOrDefault(flaw => flaw is not null);
    }

    private static string? PartFlaw(string part)
    {
        if (part.Length == 0)
            return "it has an empty part";
        if (part is "." or "..")
            return "it leads out of its folder (“..”)";
        if (part[0] is '~' or ' ' || part[^1] is '.' or ' ')
            return "a part of it begins with “~” or a blank, or ends with a dot or a blank";
        if (part.IndexOfAny(['<', '>', ':', '"', '|', '?', '*']) >= 0)
            return "it has one of the characters < > : \" | ? *";
        var stem = part.Split('.')[0].TrimEnd();
        return Devices.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "it is the name of a device" : null;
    }
}
