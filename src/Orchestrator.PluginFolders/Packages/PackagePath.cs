using System.Text.RegularExpressions;

namespace Orchestrator.PluginFolders;

/// <summary>Names of files inside a package: the same on every file system, and never a way out of it.</summary>
internal static partial class PackagePath
{
    private const int ShownLength = 80;

    /// <summary>Null when it may be the path of a listed file; else why not, to follow a comma.</summary>
    public static string? Objection(string path)
    {
        if (path.Length is 0 or > PackageLimits.PathLength)
            return $"whose path must have 1 to {PackageLimits.PathLength} characters";
        var segments = path.Split('/');
        if (segments.Length > PackageLimits.Segments)
            return $"which lies deeper than {PackageLimits.Segments} folders";
        if (segments.Any(segment => !Segment().IsMatch(segment) || Device().IsMatch(segment)))
            return "whose path must be names of letters, digits and . _ + - joined by /, none that begins or ends with a dot or is a device on Windows";
        if (path is PackageNames.Manifest or PackageNames.Signature)
            return "which is listed nowhere, because it can't name its own hash";
        return RuntimeConfiguration().IsMatch(path)
            ? "which could name folders outside the package to load code from; leave it out"
            : null;
    }

    /// <summary>A path that another one hides on a file system that takes upper and lower case as the same, or that is a folder and a file at once; null when there is none.</summary>
    public static string? Collision(IEnumerable<string> paths)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
                folders.Add(path[..slash]);
            if (!seen.Add(path))
                return path;
        }

        return seen.FirstOrDefault(folders.Contains);
    }

    /// <summary>A name from a stranger, for a sentence.</summary>
    public static string Shown(string path)
    {
        var line = string.Concat(path.Take(ShownLength).Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
        return line.Length == 0 ? "an empty name" : line;
    }

    /// <summary>Files of a build that only a program of its own needs, and that are refused in a package.</summary>
    [GeneratedRegex(@"\.runtimeconfig(\.dev)?\.json\z", RegexOptions.IgnoreCase)]
    public static partial Regex RuntimeConfiguration();

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9._+-]*[A-Za-z0-9_+-])?\z")]
    private static partial Regex Segment();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Device();
}
