using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>The page about the format does what it says: a session's log is shown, proven, laid out in tiles, and refused with one byte changed.</summary>
public sealed class AuditFormatTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [SkippableFact]
    [Trait("Requirement", "R-AUD-9")]
    [Trait("Requirement", "R-AUD-12")]
    public async Task Every_block_of_the_page_runs()
    {
        RealComponent.Require("bash");
        var (exit, said) = await DocumentRun.RunAsync("audit-format.md", Patience);

        output.WriteLine(said);
        Assert.Equal(0, exit);
        Assert.Contains("\"event\":\"session.started\"", said, StringComparison.Ordinal);
        Assert.Contains("tiles/checkpoint", said, StringComparison.Ordinal);
        Assert.Contains("Every record is as it was signed", said, StringComparison.Ordinal);
        Assert.Contains("aren't those that were signed", said, StringComparison.Ordinal);
        Assert.Contains("audit-format.md: every block ran.", said, StringComparison.Ordinal);
    }
}
