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
    [InlineData("Proxy.None", true, "Orchestrator.PluginHosting")]
    [InlineData("Proxy.None", true, "Orchestrator.Plugins.Proxy.HttpConnect")]
    [InlineData("Verifier", false, "Orchestrator.Protocol")]
    [InlineData("SomethingNew", false, "Orchestrator.Domain")]
    public void The_table_of_floors_can_say_no(string project, bool isPlugin, string reference)
    {
        Assert.Single(Arrows.Broken(project, isPlugin, [reference, "System.Runtime"]));
    }

    [Theory]
    [InlineData("Broker.Host", "Orchestrator.Broker")]
    [InlineData("QuickSupport", "Orchestrator.Plugins.Proxy.None")]
    [InlineData("Links", "Orchestrator.Protocol")]
    public void And_yes(string project, string reference)
    {
        Assert.Empty(Arrows.Broken(project, isPlugin: false, [reference]));
    }

    [Theory]
    [InlineData("Protocol", "BouncyCastle.Cryptography")]
    [InlineData("Actors", "Autofac")]
    [InlineData("Links", "Akka")]
    [InlineData("Broker", "McMaster.NETCore.Plugins")]
    [Trait("Requirement", "R-CRY-3")]
    public void The_table_of_packages_can_say_no(string project, string reference)
    {
        Assert.Single(Packages.Broken(project, [reference]));
    }

    private static string Project(ProductAssembly assembly) => assembly.IsPlugin
        ? assembly.Name.Replace("Orchestrator.Plugins.", "", StringComparison.Ordinal)
        : ProjectNames.Of(assembly.Name);
}
