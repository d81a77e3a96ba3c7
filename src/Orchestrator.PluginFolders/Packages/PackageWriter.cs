using System.IO.Compression;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Writes a package as one file. Its bytes depend on the content alone: entries in order, without compression (whose output differs between
/// versions of a library), without times and rights.
/// </summary>
internal static class PackageWriter
{
    private static readonly DateTimeOffset FirstTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it beside the target and renames it: nothing half-written takes the final name.</summary>
    /// <param name="target">Path.</param>
    /// <param name="manifest">plugin.json.</param>
    /// <param name="signature">plugin.sig; null for none.</param>
    /// <param name="content">Where the files come from.</param>
    /// <param name="paths">Which of them.</param>
    /// <param name="overwrite">True to take the place of what is there.</param>
    /// <exception cref="IOException">It can't be written, or is there already.</exception>
    public static void Write(string target, byte[] manifest, byte[]? signature, IPackageContent content, IEnumerable<string> paths, bool overwrite)
    {
        var aside = $"{target}.{Guid.NewGuid():N}.new";
        try
        {
            using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    Add(archive, PackageNames.Manifest, new MemoryStream(manifest));
                    if (signature is not null)
                        Add(archive, PackageNames.Signature, new MemoryStream(signature));
                    foreach (var path in paths.Order(StringComparer.Ordinal))
                        Add(archive, path, content.Open(path));
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(aside, target, overwrite);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void Add(ZipArchive archive, string name, Stream source)
    {
        using (source)
        {
            var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = FirstTime;
            entry.ExternalAttributes = 0;
            using var target = entry.Open();
            source.CopyTo(target);
        }
    }
}
