using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>The auditor's page does what it says: a file, a root, one program, an empty folder.</summary>
public sealed class EvidenceTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [SkippableFact]
    [Trait("Requirement", "R-AUD-12")]
    public async Task Every_block_of_the_page_runs()
    {
        RealComponent.Require("bash");
        var (exit, said) = await DocumentRun.RunAsync("evidence.md", Patience);

        output.WriteLine(said);
        Assert.Equal(0, exit);
        Assert.Contains("PROVEN: session", said, StringComparison.Ordinal);
        Assert.Contains("evidence.md: every block ran.", said, StringComparison.Ordinal);
    }
}
