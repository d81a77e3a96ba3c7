using System.Collections.Immutable;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Plugins on disk: <c>&lt;root&gt;/&lt;id&gt;/&lt;version&gt;/plugin.json</c> with the assemblies beside it. A new version is a new
/// folder, put there under a name that begins with a dot and then renamed; nothing is ever overwritten. For broker, console and testbed.
/// </summary>
/// <remarks>
/// A load context separates versions, it is no sandbox: a plugin has all rights of the process. Who may write the folder may run code;
/// signatures are checked at <see cref="Load"/> once the platform has them.
/// </remarks>
public sealed class FolderPluginSource : IPluginSource
{
    private const string ManifestName = "plugin.json";
    private readonly string root;

    /// <summary>Takes the folder; it need not exist yet.</summary>
    /// <param name="root">Absolute path.</param>
    public FolderPluginSource(string root)
    {
        if (!Path.IsPathFullyQualified(root))
            throw new ArgumentException("The plugin folder must be an absolute path.", nameof(root));
        this.root = root;
    }

    /// <inheritdoc />
    public string Name => root;

    /// <inheritdoc />
    public PluginListing List()
    {
        var plugins = ImmutableArray.CreateBuilder<PluginManifest>();
        var refusals = ImmutableArray.CreateBuilder<PluginRefusal>();
        foreach (var folder in Folders(root, FolderLimits.Plugins).SelectMany(plugin => Folders(plugin, FolderLimits.Versions)))
        {
            try
            {
                plugins.Add(ReadManifest(folder));
            }
            catch (PluginRefusedException refused)
            {
                refusals.Add(refused.Refusal);
            }
        }

        return new PluginListing(plugins.ToImmutable(), refusals.ToImmutable());
    }

    /// <inheritdoc />
    public PluginCode Load(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var folder = Path.Combine(root, manifest.Id, manifest.Version.ToString());
        var entry = Path.Combine(folder, manifest.EntryAssembly);
        if (!File.Exists(entry))
        {
            throw new PluginRefusedException(
                PluginRefusalReason.EntryAssemblyMissing,
                folder,
                $"The plugin {manifest} is refused: {manifest.EntryAssembly} isn't in {folder}. Install the plugin again.");
        }

        FolderAssemblies.Check(folder, manifest);
        return FolderLoader.Load(folder, entry, manifest);
    }

    private static IEnumerable<string> Folders(string parent, int limit) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent)
                .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Take(limit)
            : [];

    private static PluginManifest ReadManifest(string folder)
    {
        var file = Path.Combine(folder, ManifestName);
        if (!File.Exists(file))
        {
            throw new PluginRefusedException(
                PluginRefusalReason.ManifestMissing, folder, $"The folder {folder} is refused as a plugin: it has no {ManifestName}. Install the plugin again or remove the folder.");
        }

        var manifest = ManifestReader.Read(ReadBounded(file, folder), folder);
        var version = Path.GetFileName(folder);
        var id = Path.GetFileName(Path.GetDirectoryName(folder)!);
        return id == manifest.Id && version == manifest.Version.ToString()
            ? manifest
            : throw new PluginRefusedException(
                PluginRefusalReason.FolderMismatch,
                folder,
                $"The plugin in {folder} is refused: its manifest says {manifest}, but the folders say {id} {version}. Install the plugin again.");
    }

    private static byte[] ReadBounded(string file, string folder)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[ManifestLimits.Bytes + 1];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PluginRefusedException(
                PluginRefusalReason.ManifestMissing, folder, $"The plugin in {folder} is refused: its {ManifestName} can't be read. Let this program read the folder, or remove it.");
        }
    }
}
