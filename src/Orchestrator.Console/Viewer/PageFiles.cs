using System.Collections.Frozen;

namespace Orchestrator.Technicians.Viewer;

/// <summary>The page's files inside this assembly: ours, and noVNC's where it was there at the build.</summary>
internal static class PageFiles
{
    private const string Prefix = "viewer/";

    private static readonly FrozenDictionary<string, string> Names = typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>True when the build had noVNC.</summary>
    public static bool HasNoVnc => Names.ContainsKey("novnc/core/rfb.js");

    /// <summary>A file by its path below the page's folder; null when there is none.</summary>
    public static (Stream Content, string Type)? Open(string path) =>
        Names.TryGetValue(path, out var name) ? (typeof(PageFiles).Assembly.GetManifestResourceStream(name)!, TypeOf(path)) : null;

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
}
