using System.Collections.Immutable;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders.Tests.Packages;

public sealed class InstallTests : IDisposable
{
    private readonly SmallPackage package = new();
    private readonly string root = Directory.CreateTempSubdirectory("installed-").FullName;

    public void Dispose()
    {
        package.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void What_is_installed_is_the_package_byte_for_byte()
    {
        using var opened = PluginPackage.Open(package.Zip());

        var folder = opened.Install(package.TrustFile.Read(), root);

        Assert.Equal(Path.Combine(root, "audit.small", "1.0.0"), folder);
        Assert.Equal(Content(package.Folder), Content(folder));
        Assert.Single(new FolderPluginSource(root, package.TrustFile).List().Plugins);
        Assert.Equal([folder], Directory.GetDirectories(Path.Combine(root, "audit.small")));
    }

    [Fact]
    public void A_version_that_is_there_is_never_overwritten()
    {
        using var opened = PluginPackage.Open(package.Zip());
        var folder = opened.Install(package.TrustFile.Read(), root);
        var before = Content(folder);

        var refusal = Assert.Throws<PluginRefusedException>(() => opened.Install(package.TrustFile.Read(), root)).Refusal;

        Assert.Equal(PluginRefusalReason.Duplicate, refusal.Reason);
        Assert.Equal(before, Content(folder));
    }

    [Fact]
    public void A_package_that_turns_out_wrong_while_it_is_copied_leaves_nothing()
    {
        package.Write("sub/Words.txt", "other words");
        using var opened = PluginPackage.Open(package.Zip());

        Assert.Throws<PluginRefusedException>(() => opened.Install(package.TrustFile.Read(), root));

        Assert.Empty(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetDirectories(Path.Combine(root, "audit.small")));
    }

    [Fact]
    public void Whatever_moment_the_power_goes_there_is_nothing_under_the_final_name()
    {
        var looks = 0;
        var content = new Watched(FolderContent.Of(package.Folder), () =>
        {
            looks++;
            Assert.All(Directory.Exists(Path.Combine(root, "audit.small")) ? Directory.GetDirectories(Path.Combine(root, "audit.small")) : [], folder =>
                Assert.StartsWith(".", Path.GetFileName(folder), StringComparison.Ordinal));
            var listing = new FolderPluginSource(root, package.TrustFile).List();
            Assert.Empty(listing.Plugins);
            Assert.Empty(listing.Refusals);
        });

        PackageInstaller.Install(CheckedPackage.Open(content, package.TrustFile.Read(), allowUnsigned: false), root, "here");

        Assert.Equal(2 * package.Source.List().Plugins[0].Files.Count + 4, looks);
        Assert.Single(new FolderPluginSource(root, package.TrustFile).List().Plugins);
    }

    private static Dictionary<string, string> Content(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);

    /// <summary>Looks at the world when a file is opened and when it is closed: the states that an end in between would leave.</summary>
    private sealed class Watched(IPackageContent content, Action look) : IPackageContent
    {
        public string Where => content.Where;

        public ImmutableSortedDictionary<string, long> Files => content.Files;

        public Stream Open(string path)
        {
            look();
            return new WatchedStream(content.Open(path), look);
        }
    }

    private sealed class WatchedStream(Stream inner, Action look) : MemoryStream(Read(inner))
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                look();
            base.Dispose(disposing);
        }

        private static byte[] Read(Stream inner)
        {
            using var copy = new MemoryStream();
            inner.CopyTo(copy);
            inner.Dispose();
            return copy.ToArray();
        }
    }
}
