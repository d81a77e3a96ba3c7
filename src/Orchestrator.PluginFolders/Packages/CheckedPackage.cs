using System.Buffers;
using System.Security.Cryptography;
using Orchestrator.PluginHosting;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginFolders;

/// <summary>
/// A package whose signature, publisher and list of files are right. Each of plugin.json and plugin.sig was read once; <see cref="Verify"/> reads each
/// other file once, and what it hashes is what it hands on.
/// </summary>
internal sealed class CheckedPackage
{
    private const int BufferBytes = 64 * 1024;
    private readonly IPackageContent content;
    private readonly PluginTrust trust;

    private CheckedPackage(IPackageContent content, PluginTrust trust, PluginManifest manifest, byte[] manifestBytes, byte[]? signatureBytes)
    {
        this.content = content;
        this.trust = trust;
        Manifest = manifest;
        ManifestBytes = manifestBytes;
        SignatureBytes = signatureBytes;
    }

    /// <summary>With hash and publisher.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>plugin.json, as it was read.</summary>
    public byte[] ManifestBytes { get; }

    /// <summary>plugin.sig, as it was read; null when unsigned.</summary>
    public byte[]? SignatureBytes { get; }

    /// <summary>Checks everything but what is in the files.</summary>
    /// <exception cref="PluginRefusedException">It isn't what it should be.</exception>
    public static CheckedPackage Open(IPackageContent content, PluginTrust trust, bool allowUnsigned)
    {
        var manifestBytes = ReadManifest(content);
        var signatureBytes = ReadSignature(content);
        var publisher = PublisherCheck.Find(manifestBytes, signatureBytes, trust, allowUnsigned, content.Where);
        var manifest = ManifestReader.Read(manifestBytes, content.Where) with { Publisher = publisher };
        if (manifest.Files.Keys.FirstOrDefault(path => !content.Files.ContainsKey(path)) is { } missing)
            throw Refused(PluginRefusalReason.FileMissing, content, manifest, $"{missing}, which its manifest lists, isn't there");
        if (content.Files.Keys.FirstOrDefault(path => path is not (PackageNames.Manifest or PackageNames.Signature) && !manifest.Files.ContainsKey(path)) is { } extra)
            throw Refused(PluginRefusalReason.FileExtra, content, manifest, $"{extra} isn't in its manifest's list of files");
        return new CheckedPackage(content, trust, manifest, manifestBytes, signatureBytes);
    }

    /// <summary>Checks every file's hash, then the pin.</summary>
    /// <param name="copy">Makes the place that a file is copied to; null to look only. A copy is worth nothing when this method throws.</param>
    /// <exception cref="PluginRefusedException">A file was changed, or the version is too low.</exception>
    public void Verify(Func<string, Stream>? copy)
    {
        var total = 0L;
        foreach (var (path, hash) in Manifest.Files)
        {
            total += content.Files[path];
            if (content.Files[path] > PackageLimits.FileBytes || total > PackageLimits.TotalBytes)
                throw Refused(PluginRefusalReason.FileChanged, content, Manifest, $"with {path} it is larger than a package may be");
            if (!HashMatches(path, hash, copy))
                throw Refused(PluginRefusalReason.FileChanged, content, Manifest, $"{path} was changed: its hash isn't the one in the manifest");
        }

        if (trust.LowestOf(Manifest.Id) is { } lowest && Manifest.Version < lowest)
        {
            throw new PluginRefusedException(
                PluginRefusalReason.BelowPin,
                content.Where,
                $"The plugin {Manifest} is refused: it is below {lowest}, the lowest version of it that this program may load. Install {lowest} or a later one.");
        }
    }

    /// <summary>The bytes of plugin.json, bounded.</summary>
    /// <exception cref="PluginRefusedException">There is none.</exception>
    public static byte[] ReadManifest(IPackageContent content) =>
        Read(content, PackageNames.Manifest, ManifestLimits.Bytes)
        ?? throw new PluginRefusedException(
            PluginRefusalReason.ManifestMissing, content.Where, $"{content.Where} is refused as a plugin: it has no {PackageNames.Manifest}. Install the plugin again or remove it.");

    /// <summary>The bytes of plugin.sig, bounded; null when unsigned.</summary>
    public static byte[]? ReadSignature(IPackageContent content) => Read(content, PackageNames.Signature, PackageSignature.MaxBytes);

    private static byte[]? Read(IPackageContent content, string path, int limit)
    {
        if (!content.Files.ContainsKey(path))
            return null;
        try
        {
            using var stream = content.Open(path);
            // One byte more than allowed, so that the reader sees that it is too long.
            var bytes = new byte[limit + 1];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PluginRefusedException(
                PluginRefusalReason.ManifestMissing, content.Where, $"The plugin in {content.Where} is refused: its {path} can't be read. Let this program read it, or install the plugin again.");
        }
    }

    private static PluginRefusedException Refused(PluginRefusalReason reason, IPackageContent content, PluginManifest manifest, string what) =>
        new(reason, content.Where, $"The plugin {manifest} in {content.Where} is refused: {what}. Install it again from its publisher's package.");

    private bool HashMatches(string path, string expected, Func<string, Stream>? copy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var source = content.Open(path);
            using var target = copy?.Invoke(path);
            for (var left = content.Files[path]; source.Read(buffer) is > 0 and var count; left -= count)
            {
                if (count > left)
                    return false;
                hash.AppendData(buffer, 0, count);
                target?.Write(buffer, 0, count);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset()) == expected;
        }
        catch (Exception e) when (copy is null && e is IOException or UnauthorizedAccessException || e is InvalidDataException)
        {
            throw Refused(PluginRefusalReason.FileChanged, content, Manifest, $"{path} can't be read");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
