using System.Collections.Immutable;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Plugins on disk: <c>&lt;root&gt;/&lt;id&gt;/&lt;version&gt;/</c> with plugin.json, plugin.sig and the files that the manifest lists. A new version is
/// a new folder, put there under a name that begins with a dot and then renamed; nothing is ever overwritten. For broker, console and testbed.
/// </summary>
/// <remarks>A load context separates versions, it is no sandbox: a plugin has all rights of the process. The publisher's signature is the boundary.</remarks>
public sealed class FolderPluginSource : IPluginSource
{
    private readonly string root;
    private readonly PluginTrustFile trustFile;
    private readonly bool allowUnsigned;

    /// <summary>Takes the folder; it need not exist yet.</summary>
    /// <param name="root">Absolute path.</param>
    /// <param name="trustFile">Whose plugins are loaded; outside the folder. Read anew at each call.</param>
    /// <param name="allowUnsigned">Development builds only: a plugin without signature is loaded too. One that is signed must still be signed well, and no file may differ.</param>
    /// <exception cref="PluginTrustException">The trust file lies inside the folder.</exception>
    public FolderPluginSource(string root, PluginTrustFile trustFile, bool allowUnsigned = false)
    {
        ArgumentNullException.ThrowIfNull(trustFile);
        if (!Path.IsPathFullyQualified(root))
            throw new ArgumentException("The plugin folder must be an absolute path.", nameof(root));
        trustFile.RequireOutside(root);
        (this.root, this.trustFile, this.allowUnsigned) = (root, trustFile, allowUnsigned);
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
                var package = Open(folder);
                package.Verify(copy: null);
                plugins.Add(package.Manifest);
            }
            catch (PluginRefusedException refused)
            {
                refusals.Add(Named(refused.Refusal, folder));
            }
        }

        return new PluginListing(plugins.ToImmutable(), refusals.ToImmutable());
    }

    /// <inheritdoc />
    public PluginCode Load(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var folder = Path.Combine(root, manifest.Id, manifest.Version.ToString());
        var package = Open(folder);
        if (package.Manifest.Hash != manifest.Hash)
        {
            throw new PluginRefusedException(
                PluginRefusalReason.FileChanged, folder, $"The plugin {manifest} in {folder} is refused: its manifest is another one than a moment ago, when it was listed. Nobody may change an installed plugin; install a new version.");
        }

        var copy = PrivateCopy.Of(package);
        try
        {
            FolderAssemblies.Check(copy.Folder, manifest, folder);
            FolderAssemblies.CheckNative(copy.Folder, manifest, folder);
            return FolderLoader.Load(copy, package.Manifest, folder);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Folders(string parent, int limit) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent)
                .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Take(limit)
            : [];

    private static PluginRefusal Named(PluginRefusal refusal, string folder) => refusal with
    {
        Plugin = Path.GetFileName(Path.GetDirectoryName(folder)) is { } id && PluginIds.IsId(id) ? id : null,
        Version = PluginIds.TryParseVersion(Path.GetFileName(folder), out var version) ? version : null,
    };

    private CheckedPackage Open(string folder)
    {
        var package = CheckedPackage.Open(FolderContent.Of(folder), Trust(folder), allowUnsigned);
        var version = Path.GetFileName(folder);
        var id = Path.GetFileName(Path.GetDirectoryName(folder)!);
        return id == package.Manifest.Id && version == package.Manifest.Version.ToString()
            ? package
            : throw new PluginRefusedException(
                PluginRefusalReason.FolderMismatch,
                folder,
                $"The plugin in {folder} is refused: its manifest says {package.Manifest}, but the folders say {id} {version}. Install the plugin again.");
    }

    private PluginTrust Trust(string folder)
    {
        try
        {
            return trustFile.Read();
        }
        catch (PluginTrustException problem)
        {
            throw new PluginRefusedException(PluginRefusalReason.TrustUnreadable, folder, $"The plugin in {folder} is refused, because nobody is trusted now. {problem.Message}");
        }
    }
}
