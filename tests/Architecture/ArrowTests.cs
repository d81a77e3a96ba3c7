using Orchestrator.Architecture.Assemblies;
using Orchestrator.Architecture.Rules;

namespace Orchestrator.Architecture;

public sealed class ArrowTests
{
    [Fact]
    public void Arrows_run_downward_only()
    {
        Assert.Empty(ProductAssembly.All.SelectMany(one => Arrows.Broken(Project(one), one.IsPlugin, one.References)));
    }

    [Fact]
    [Trait("Requirement", "R-CRY-3")]
    public void Packages_stay_where_they_belong()
    {
        Assert.Empty(ProductAssembly.All.SelectMany(one => Packages.Broken(Project(one), one.References)));
    }

    [Fact]
    public void Abstractions_rests_on_the_runtime_alone()
    {
        var abstractions = ProductAssembly.All.Single(one => one.Name == "Orchestrator.Abstractions");

        Assert.All(abstractions.References, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Domain", false, "Orchestrator.Trust")]
    [InlineData("Actors", false, "Orchestrator.Rfb")]
    [InlineData("Rfb", false, "Orchestrator.Trust")]
    [InlineData("Broker", false, "Orchestrator.Console")]
    [InlineData("Links", false, "Orchestrator.Plugins.Proxy.None")]
    [InlineData("QuickSupport", false, "Orchestrator.PluginFolders")]
    [InlineData("QuickSupport.Host", false, "Orchestrator.PluginTools")]
    [InlineData("Actors", false, "Orchestrator.PluginFolders")]
    [InlineData("PluginFolders", false, "Orchestrator.Protocol")]
    [InlineData("Proxy.None", true, "Orchestrator.PluginHosting")]
    [InlineData("Proxy.None", true, "Orchestrator.Plugins.Proxy.HttpConnect")]
    [InlineData("Pac", false, "Orchestrator.Abstractions")]
    [InlineData("Verifier", false, "Orchestrator.Protocol")]
    [InlineData("SomethingNew", false, "Orchestrator.Domain")]
    public void The_table_of_floors_can_say_no(string project, bool isPlugin, string reference)
    {
        Assert.Single(Arrows.Broken(project, isPlugin, [reference, "System.Runtime"]));
    }

    [Theory]
    [InlineData("Broker.Host", "Orchestrator.Broker")]
    [InlineData("QuickSupport", "Orchestrator.Plugins.Proxy.None")]
    [InlineData("Console", "Orchestrator.PluginFolders")]
    [InlineData("Broker.Host", "Orchestrator.PluginTools")]
    [InlineData("Links", "Orchestrator.Protocol")]
    public void And_yes(string project, string reference)
    {
        Assert.Empty(Arrows.Broken(project, isPlugin: false, [reference]));
    }

    [Theory]
    [InlineData("Protocol", "BouncyCastle.Cryptography")]
    [InlineData("Actors", "Autofac")]
    [InlineData("Links", "Akka")]
    [InlineData("Links", "Jint")]
    [InlineData("Broker", "McMaster.NETCore.Plugins")]
    [InlineData("PluginHosting", "McMaster.NETCore.Plugins")]
    [InlineData("Broker", "Npgsql")]
    [Trait("Requirement", "R-CRY-3")]
    public void The_table_of_packages_can_say_no(string project, string reference)
    {
        Assert.Single(Packages.Broken(project, [reference]));
    }

    /// <summary>Not even at two removes: a reference that nobody uses today is one line from being used tomorrow.</summary>
    [Theory]
    [InlineData("quicksupport")]
    [InlineData("Orchestrator.QuickSupport")]
    public void The_operators_program_reaches_nothing_that_loads_plugins_from_disk(string program)
    {
        var reached = Reach.From(program);

        Assert.Contains("Orchestrator.PluginHosting", reached);
        Assert.DoesNotContain(reached, name => name is "Orchestrator.PluginFolders" or "Orchestrator.PluginTools" || name.StartsWith("McMaster", StringComparison.Ordinal));
    }

    [Fact]
    public void Nor_does_it_bring_such_a_file_along()
    {
        var brought = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "quicksupport.deps.json"));

        Assert.Contains("Orchestrator.PluginHosting", brought, StringComparison.Ordinal);
        Assert.DoesNotContain("PluginFolders", brought, StringComparison.Ordinal);
        Assert.DoesNotContain("McMaster", brought, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("orchestrator")]
    [InlineData("orchestrator-broker")]
    public void And_the_others_reach_it(string program)
    {
        Assert.Superset(new HashSet<string> { "Orchestrator.PluginFolders", "McMaster.NETCore.Plugins" }, Reach.From(program));
    }

    private static string Project(ProductAssembly assembly) => assembly.IsPlugin
        ? assembly.Name.Replace("Orchestrator.Plugins.", "", StringComparison.Ordinal)
        : ProjectNames.Of(assembly.Name);
}
