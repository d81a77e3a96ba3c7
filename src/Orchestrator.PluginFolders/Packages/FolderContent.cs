using System.Collections.Immutable;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>A package as a folder. Links are refused: what they lead to could be exchanged, and lies elsewhere.</summary>
internal sealed class FolderContent : IPackageContent
{
    private FolderContent(string folder, ImmutableSortedDictionary<string, long> files)
    {
        Where = folder;
        Files = files;
    }

    /// <inheritdoc />
    public string Where { get; }

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, long> Files { get; }

    /// <summary>Lists a folder.</summary>
    /// <exception cref="PluginRefusedException">There are links, empty folders, names that no package may have, or too much of it.</exception>
    public static FolderContent Of(string folder) => Of(folder, _ => false, []);

    /// <summary>Lists a folder but for some of its files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="leaveOut">Which to leave out, by path.</param>
    /// <param name="leftOut">Gets their paths.</param>
    /// <exception cref="PluginRefusedException">See above.</exception>
    public static FolderContent Of(string folder, Func<string, bool> leaveOut, List<string> leftOut)
    {
        try
        {
            return new FolderContent(folder, Walk(folder, leaveOut, leftOut).ToImmutableSortedDictionary(file => file.Path, file => file.Length, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Extra(folder, "its files can't be listed", "Let this program read the folder, or remove it");
        }
    }

    // A pipe or a device has no length; it isn't opened, where it could hold the program for ever, and its hash can't fit.
    /// <inheritdoc />
    public Stream Open(string path) =>
        Files[path] == 0 ? Stream.Null : new FileStream(Path.Combine(Where, path), FileMode.Open, FileAccess.Read, FileShare.Read);

    private static List<(string Path, long Length)> Walk(string folder, Func<string, bool> leaveOut, List<string> leftOut)
    {
        var found = new List<(string Path, long Length)>();
        var open = new Stack<(DirectoryInfo Folder, string Prefix)>([(new DirectoryInfo(folder), "")]);
        while (open.TryPop(out var next))
        {
            var before = found.Count + open.Count;
            foreach (var entry in next.Folder.EnumerateFileSystemInfos())
            {
                var path = next.Prefix + entry.Name;
                if (leaveOut(path))
                {
                    leftOut.Add(path);
                    continue;
                }

                if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    throw Extra(folder, $"{PackagePath.Shown(path)} is a link");
                if (path is not (PackageNames.Manifest or PackageNames.Signature) && PackagePath.Objection(path) is { } objection)
                    throw Extra(folder, $"it has {PackagePath.Shown(path)}, {objection}");
                if (entry is DirectoryInfo below)
                    open.Push((below, $"{path}/"));
                else
                    found.Add((path, ((FileInfo)entry).Length));
                if (found.Count + open.Count > PackageLimits.Files + 2)
                    throw Extra(folder, $"it has more than {PackageLimits.Files} files");
            }

            if (next.Prefix.Length > 0 && found.Count + open.Count == before)
                throw Extra(folder, $"{next.Prefix} is an empty folder");
        }

        return found;
    }

    private static PluginRefusedException Extra(string folder, string what, string remedy = "Install the plugin again") =>
        new(PluginRefusalReason.FileExtra, folder, $"The plugin in {folder} is refused: {what}, and a package holds only the files that its manifest lists. {remedy}.");
}
