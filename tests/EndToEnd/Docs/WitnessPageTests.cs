using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>The customer's page about the witness does what it says: keys, enrolment, and a witness that cosigns a vendor's log.</summary>
public sealed class WitnessPageTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [SkippableFact]
    [Trait("Requirement", "R-AUD-6")]
    public async Task Every_block_of_the_page_runs()
    {
        RealComponent.Require("bash");
        var (exit, said) = await DocumentRun.RunAsync("witness.md", Patience);

        output.WriteLine(said);
        Assert.Equal(0, exit);
        Assert.Contains("verifier key  lab.example/witness+", said, StringComparison.Ordinal);
        Assert.Contains(" 200 localhost/broker ", said, StringComparison.Ordinal);
        Assert.Contains("witness.md: every block ran.", said, StringComparison.Ordinal);
    }
}
