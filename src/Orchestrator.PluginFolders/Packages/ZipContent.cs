using System.Collections.Immutable;
using System.IO.Compression;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>A package as one file: a zip with nothing in it but files, each once, none larger than it says.</summary>
internal sealed class ZipContent : IPackageContent, IDisposable
{
    private const int UnixTypeShift = 16;
    private const int UnixTypeMask = 0xF000;
    private const int UnixRegular = 0x8000;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries;

    private ZipContent(string file, ZipArchive archive, Dictionary<string, ZipArchiveEntry> entries)
    {
        Where = file;
        this.archive = archive;
        this.entries = entries;
        Files = entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Length, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public string Where { get; }

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, long> Files { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="PluginRefusedException">It can't be read, or isn't a package.</exception>
    public static ZipContent Of(string file)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read), ZipArchiveMode.Read);
            return new ZipContent(file, archive, Entries(archive, file));
        }
        catch (Exception problem)
        {
            archive?.Dispose();
            if (problem is FileNotFoundException or DirectoryNotFoundException)
                throw Invalid(file, "there is no such file", "Name a package that `plugins pack` made");
            if (problem is IOException or UnauthorizedAccessException)
                throw Invalid(file, "it can't be read", "Let this user read it");
            if (problem is InvalidDataException or ArgumentException or NotSupportedException or OverflowException)
                throw Invalid(file, "it isn't a zip file, or a damaged one");
            throw;
        }
    }

    /// <inheritdoc />
    public Stream Open(string path) => entries[path].Open();

    /// <inheritdoc />
    public void Dispose() => archive.Dispose();

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive archive, string file)
    {
        // The archive reads its list at once: its length is bounded by the file's, and the file by what a person put there.
        if (archive.Entries.Count > PackageLimits.Files + 2)
            throw Invalid(file, $"it has more than {PackageLimits.Files} files");
        var found = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            var shown = PackagePath.Shown(entry.FullName);
            if (entry.FullName is not (PackageNames.Manifest or PackageNames.Signature) && PackagePath.Objection(entry.FullName) is { } objection)
                throw Invalid(file, $"it has {shown}, {objection}");
            var type = (entry.ExternalAttributes >> UnixTypeShift) & UnixTypeMask;
            if (type is not (0 or UnixRegular))
                throw Invalid(file, $"{shown} is a link or something else that is no file");
            if (entry.IsEncrypted)
                throw Invalid(file, $"{shown} is encrypted");
            total += entry.Length;
            if (entry.Length > PackageLimits.FileBytes || total > PackageLimits.TotalBytes)
                throw Invalid(file, $"with {shown} it is larger than a package may be");
            if (entry.Length / PackageLimits.Ratio > entry.CompressedLength)
                throw Invalid(file, $"{shown} unpacks to more than {PackageLimits.Ratio} times its length");
            if (!found.TryAdd(entry.FullName, entry))
                throw Invalid(file, $"it has {shown} twice");
        }

        return PackagePath.Collision(found.Keys) is { } twice
            ? throw Invalid(file, $"it has {PackagePath.Shown(twice)} twice, where letters in upper and lower case count as the same")
            : found;
    }

    private static PluginRefusedException Invalid(string file, string what, string remedy = "Get it again from its publisher") =>
        new(PluginRefusalReason.PackageInvalid, file, $"{file} is refused as a plugin package: {what}. {remedy}.");
}
