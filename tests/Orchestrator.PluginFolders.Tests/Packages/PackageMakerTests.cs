using System.Text.Json.Nodes;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests.Packages;

public sealed class PackageMakerTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("pack-").FullName;
    private readonly string built;

    public PackageMakerTests()
    {
        built = Path.Combine(home, "out");
        TestPluginFolder.Copy("Good", built);
        File.WriteAllText(Path.Combine(built, "Good.runtimeconfig.json"), "{}");
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void A_packed_and_signed_plugin_is_verified_installed_and_loaded()
    {
        var made = PackageMaker.Pack(built, home);
        Assert.Equal(Path.Combine(home, "test.good-1.2.0.orchestrator-plugin"), made.File);
        Assert.Equal(["Good.runtimeconfig.json"], made.LeftOut);
        var signed = PluginPackage.Sign(made.File, TestPublisher.Known.Key, TestPublisher.Known.Name);
        Assert.Equal(made.Manifest.Hash, signed.Hash);

        using var folder = new TestPluginFolder();
        using (var package = PluginPackage.Open(made.File))
        {
            var claims = package.Inspect();
            Assert.Equal((TestPublisher.Known.Name, TestPublisher.Known.Key.Fingerprint), (claims.Publisher, claims.Key!.Value));
            package.Install(folder.TrustFile.Read(), folder.Root);
        }

        using var code = folder.Source.Load(Assert.Single(folder.Source.List().Plugins));
        Assert.NotNull(code);
    }

    [Fact]
    public void The_same_folder_gives_the_same_bytes()
    {
        var first = File.ReadAllBytes(PackageMaker.Pack(built, home).File);
        foreach (var file in Directory.GetFiles(built))
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var other = Directory.CreateDirectory(Path.Combine(home, "other")).FullName;

        Assert.Equal(first, File.ReadAllBytes(PackageMaker.Pack(built, other).File));
    }

    [Fact]
    public void A_package_that_is_there_is_not_overwritten()
    {
        PackageMaker.Pack(built, home);

        Assert.ThrowsAny<IOException>(() => PackageMaker.Pack(built, home));
        Assert.Single(Directory.GetFiles(home));
    }

    [Fact]
    public void A_copy_of_the_contract_is_refused_at_once()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Orchestrator.Abstractions.dll"), Path.Combine(built, "Orchestrator.Abstractions.dll"));

        Assert.Equal(PluginRefusalReason.OwnCopyOfHostAssembly, Refusal().Reason);
    }

    [Fact]
    public void Hashes_and_signatures_are_not_taken_over()
    {
        var path = Path.Combine(built, "plugin.json");
        var text = File.ReadAllText(path);
        var manifest = JsonNode.Parse(text)!.AsObject();
        manifest["files"] = new JsonObject();
        File.WriteAllText(path, manifest.ToJsonString());
        Assert.Contains("\"files\" is there already", Refusal().Sentence, StringComparison.Ordinal);

        File.WriteAllText(path, text);
        File.WriteAllText(Path.Combine(built, "plugin.sig"), "{}");
        Assert.Contains("plugin.sig", Refusal().Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_manifest_or_entry_assembly_there_is_nothing_to_pack()
    {
        File.Delete(Path.Combine(built, "Orchestrator.Plugins.Test.Good.dll"));
        Assert.Contains("Orchestrator.Plugins.Test.Good.dll", Refusal().Sentence, StringComparison.Ordinal);

        File.Delete(Path.Combine(built, "plugin.json"));
        Assert.Equal(PluginRefusalReason.ManifestMissing, Refusal().Reason);
    }

    [Fact]
    public void A_signed_package_is_not_signed_again()
    {
        var made = PackageMaker.Pack(built, home);
        PluginPackage.Sign(made.File, TestPublisher.Known.Key, TestPublisher.Known.Name);

        Assert.Throws<PluginRefusedException>(() => PluginPackage.Sign(made.File, TestPublisher.Stranger.Key, "Stranger"));
    }

    private PluginRefusal Refusal()
    {
        var refusal = Assert.Throws<PluginRefusedException>(() => PackageMaker.Pack(built, home)).Refusal;
        Assert.Empty(Directory.GetFiles(home));
        return refusal;
    }
}
