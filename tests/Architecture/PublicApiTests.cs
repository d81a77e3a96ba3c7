using Orchestrator.Abstractions;
using PublicApiGenerator;

namespace Orchestrator.Architecture;

/// <summary>The plugin contract changes only where somebody sees it: its text is in the source tree.</summary>
public sealed class PublicApiTests
{
    private const string Approved = "Abstractions.PublicApi.txt";

    [Fact]
    public void The_contract_is_the_one_in_the_source_tree()
    {
        var now = typeof(IPlugin).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Repository.Root, "tests", "Architecture", Approved);
        var received = Path.Combine(AppContext.BaseDirectory, $"received.{Approved}");
        File.WriteAllText(received, now);

        Assert.True(
            File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == now,
            $"The contract's public text differs from tests/Architecture/{Approved}. The contract only grows: if the change is an addition, raise ContractRange.Offered and replace the file by {received}.");
    }

    [Fact]
    public void The_contracts_assembly_version_is_frozen()
    {
        Assert.Equal(new Version(1, 0, 0, 0), typeof(IPlugin).Assembly.GetName().Version);
    }
}
