using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests;

/// <summary>What plugin authors get as packages stands alone: the contract on nothing, the specs on the contract and xunit; and no path of this machine is in it.</summary>
public sealed class AuthorsPackageTests
{
    [Fact]
    public void The_contract_needs_the_framework_and_the_specs_need_the_contract_and_xunit()
    {
        Assert.All(References(typeof(IPlugin)), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
        Assert.All(
            References(typeof(PluginConformance<>)).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)),
            name => Assert.True(name == "Orchestrator.Abstractions" || name.StartsWith("xunit.", StringComparison.OrdinalIgnoreCase), name));
    }

    [Theory]
    [InlineData(typeof(IPlugin))]
    [InlineData(typeof(PluginConformance<>))]
    public void No_path_of_the_machine_is_in_the_assembly_or_its_symbols(Type inside)
    {
        var root = Encoding.UTF8.GetBytes(SourceTree.Root);
        foreach (var file in new[] { inside.Assembly.Location, Path.ChangeExtension(inside.Assembly.Location, ".pdb") })
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(root));
    }

    private static IEnumerable<string> References(Type inside) => inside.Assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
