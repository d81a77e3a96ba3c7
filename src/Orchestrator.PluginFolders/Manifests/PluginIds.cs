using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.PluginFolders;

/// <summary>How ids and versions of plugins are written: in manifests, folders, pins and on the command line.</summary>
public static class PluginIds
{
    private const int Parts = 3;

    /// <summary>True for lower case words of letters and digits, joined by single dots or hyphens, at most 64 characters.</summary>
    public static bool IsId(string text) => text.Length <= ManifestLimits.IdLength && ManifestLimits.Id().IsMatch(text);

    /// <summary>Takes exactly three numbers, joined by dots, as <see cref="Version.ToString()"/> writes them.</summary>
    public static bool TryParseVersion(string text, [NotNullWhen(true)] out Version? version) => TryParse(text, Parts, out version);

    /// <summary>The same for so many numbers.</summary>
    internal static bool TryParse(string text, int parts, [NotNullWhen(true)] out Version? version) =>
        Version.TryParse(text, out version) && version.ToString() == text && text.Count(letter => letter == '.') == parts - 1;
}
