using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests.Sources;

public sealed class FolderPluginSourceTests
{
    [Fact]
    public void A_folder_that_is_not_there_holds_nothing()
    {
        var listing = new FolderPluginSource("/nonexistent/plugins", new PluginTrustFile("/nonexistent/plugin-trust.json")).List();

        Assert.Empty(listing.Plugins);
        Assert.Empty(listing.Refusals);
    }

    [Fact]
    public void Good_and_bad_ones_are_listed_side_by_side()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good");
        folder.Install("Good", manifest => manifest["version"] = "1.3.0");
        Directory.CreateDirectory(Path.Combine(folder.Root, "empty", "1.0.0"));
        Directory.Move(folder.Install("TwoEntryPoints"), Path.Combine(folder.Root, "test.two", "9.9.9"));
        folder.Install("ThrowsInConstructor", manifest => manifest["kind"] = "unheard-of");

        var listing = folder.Source.List();

        Assert.Equal(["test.good 1.2.0", "test.good 1.3.0"], listing.Plugins.Select(manifest => manifest.ToString()));
        Assert.Equal(
            [PluginRefusalReason.ManifestMissing, PluginRefusalReason.ManifestInvalid, PluginRefusalReason.FolderMismatch],
            listing.Refusals.Select(refusal => refusal.Reason).OrderBy(reason => reason));
    }

    [Fact]
    public void A_folder_that_is_still_being_filled_is_not_seen()
    {
        using var folder = new TestPluginFolder();
        var installed = folder.Install("Good");
        Directory.Move(installed, Path.Combine(folder.Root, "test.good", ".1.2.0"));

        Assert.Equal(new PluginListing([], []), folder.Source.List() with { Plugins = [], Refusals = [] });
        Assert.Empty(folder.Source.List().Plugins);
    }

    [Theory]
    [InlineData("OwnContract", PluginRefusalReason.OwnCopyOfHostAssembly, "Orchestrator.Abstractions")]
    [InlineData("TwoEntryPoints", PluginRefusalReason.SeveralEntryPoints, "FirstConnector, SecondConnector")]
    public void A_plugin_that_breaks_the_contract_is_refused_before_it_is_made(string name, PluginRefusalReason reason, string names)
    {
        using var folder = new TestPluginFolder();
        folder.Install(name);

        var refusal = Refusal(folder);

        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(names, refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_copy_of_a_host_assembly_is_found_too()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good", add: installed =>
        {
            Directory.CreateDirectory(Path.Combine(installed, "sub"));
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Autofac.dll"), Path.Combine(installed, "sub", "Helpers.dll"));
        });

        var refusal = Refusal(folder);

        Assert.Equal(PluginRefusalReason.OwnCopyOfHostAssembly, refusal.Reason);
        Assert.Contains("Autofac", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_assembly_that_the_runtime_cannot_load_is_refused()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good", add: installed => File.WriteAllBytes(Entry(installed), File.ReadAllBytes(Entry(installed))[..1000]));
        folder.Install("Good", manifest => manifest["version"] = "1.3.0", add: installed => File.WriteAllText(Entry(installed), "MZ nonsense"));

        var source = folder.Source;
        Assert.Equal(2, source.List().Plugins.Length);
        Assert.All(source.List().Plugins, manifest =>
            Assert.Equal(PluginRefusalReason.NotLoadable, Assert.Throws<PluginRefusedException>(() => source.Load(manifest).Dispose()).Refusal.Reason));

        static string Entry(string installed) => Path.Combine(installed, "Orchestrator.Plugins.Test.Good.dll");
    }

    [Fact]
    public void A_plugin_of_another_kind_than_its_manifest_says_is_refused()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good", manifest => manifest["kind"] = "capture");

        Assert.Equal(PluginRefusalReason.WrongKind, Refusal(folder).Reason);
    }

    [Fact]
    public void An_assembly_without_a_plugin_is_refused()
    {
        using var folder = new TestPluginFolder();
        folder.Install(
            "Good",
            manifest => manifest["entryAssembly"] = "Library.dll",
            add: installed => File.Copy(Path.Combine(AppContext.BaseDirectory, "CsCheck.dll"), Path.Combine(installed, "Library.dll")));

        Assert.Equal(PluginRefusalReason.NoEntryPoint, Refusal(folder).Reason);
    }

    private static PluginRefusal Refusal(TestPluginFolder folder)
    {
        var source = folder.Source;
        var manifest = Assert.Single(source.List().Plugins);
        return Assert.Throws<PluginRefusedException>(() => source.Load(manifest).Dispose()).Refusal;
    }
}
