using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>The document about scenarios does what it says: its own scenario is written, played in both worlds, and reported.</summary>
public sealed class ScenariosTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [SkippableFact]
    public async Task Every_block_of_the_document_runs()
    {
        RealComponent.Require("bash", "squid", "nft", "ip");
        if (!Environment.IsPrivilegedProcess)
            RealComponent.Missing("not to be had without root: network namespaces");

        var (exit, said) = await DocumentRun.RunAsync("scenarios.md", Patience);

        output.WriteLine(said);
        Assert.Equal(0, exit);
        Assert.Contains("scenarios.md: every block ran.", said, StringComparison.Ordinal);
        Assert.Contains("1 of 1 scenarios hold.", said, StringComparison.Ordinal);
        Assert.Contains("wrong.yaml:8:12: ", said, StringComparison.Ordinal);
    }
}
