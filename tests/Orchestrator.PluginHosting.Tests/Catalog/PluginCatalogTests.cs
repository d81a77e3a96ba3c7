using Orchestrator.Abstractions;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginHosting.Tests.Catalog;

public sealed class PluginCatalogTests
{
    [Fact]
    public void The_highest_version_counts_and_the_others_stay_listed()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good", manifest => manifest["version"] = "1.9.0");
        folder.Install("Good", manifest => manifest["version"] = "1.10.0");

        var catalog = PluginCatalog.Read(PluginHostKind.Broker, folder.Source);

        Assert.Equal(new Version(1, 10, 0), catalog.Find(PluginKind.Proxy, "test.good").Manifest.Version);
        Assert.Equal(2, catalog.Entries.Length);
        Assert.Single(catalog.All(PluginKind.Proxy));
    }

    [Fact]
    public void A_contract_out_of_range_and_another_programs_plugin_are_refused_by_the_catalog()
    {
        using var folder = new TestPluginFolder();
        folder.Install("FutureContract");
        folder.Install("Good", manifest => manifest["hosts"] = new System.Text.Json.Nodes.JsonArray("console"));

        var catalog = PluginCatalog.Read(PluginHostKind.Broker, folder.Source);

        Assert.Empty(catalog.Entries);
        Assert.Equal([PluginRefusalReason.ContractOutOfRange, PluginRefusalReason.NotForThisHost], catalog.Refusals.Select(refusal => refusal.Reason).Order());
        Assert.Contains("from 7.0 below 8.0", catalog.Refusals.Single(refusal => refusal.Reason == PluginRefusalReason.ContractOutOfRange).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_source_wins_over_a_second_of_the_same_version()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good");
        var compiledIn = Compiled("test.good", new Version(1, 2, 0));

        var catalog = PluginCatalog.Read(PluginHostKind.Testbed, compiledIn, folder.Source);

        Assert.Same(compiledIn, catalog.Find(PluginKind.Proxy, "test.good").Source);
        Assert.Equal(PluginRefusalReason.Duplicate, Assert.Single(catalog.Refusals).Reason);
    }

    [Fact]
    public void What_is_not_there_is_said_with_what_is()
    {
        var catalog = PluginCatalog.Read(PluginHostKind.QuickSupport, Compiled("proxy.none", new Version(1, 0, 0)));

        var refusal = Assert.Throws<PluginRefusedException>(() => catalog.Find(PluginKind.Proxy, "proxy.magic")).Refusal;

        Assert.Equal(PluginRefusalReason.NotFound, refusal.Reason);
        Assert.Contains("proxy.none", refusal.Sentence, StringComparison.Ordinal);
        Assert.Throws<PluginRefusedException>(() => catalog.Find(PluginKind.Capture, "proxy.none"));
    }

    [Fact]
    public void An_id_is_compiled_in_once()
    {
        var plugin = new CompiledInPlugin(PluginManifest.CompiledIn("a", PluginKind.Proxy, new Version(1, 0, 0)), () => throw new NotSupportedException());

        Assert.Throws<ArgumentException>(() => new CompiledInPluginSource(plugin, plugin));
    }

    internal static CompiledInPluginSource Compiled(string id, Version version, Func<IPlugin>? create = null, PluginKind kind = PluginKind.Proxy) =>
        new(new CompiledInPlugin(PluginManifest.CompiledIn(id, kind, version), create ?? (() => throw new NotSupportedException())));
}
