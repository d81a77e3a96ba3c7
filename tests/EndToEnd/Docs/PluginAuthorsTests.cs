using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>The authors' guide does what it says: its blocks, run as a reader would, lead to a signed plugin in a running broker.</summary>
public sealed class PluginAuthorsTests(ITestOutputHelper output)
{
    // It restores, builds, tests and publishes a plugin twice.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(7);

    [SkippableFact]
    public async Task Every_block_of_the_guide_runs()
    {
        RealComponent.Require("bash");
        var (exit, said) = await DocumentRun.RunAsync("plugin-authors.md", Patience);

        output.WriteLine(said);
        Assert.Equal(0, exit);
        Assert.Contains("plugin-authors.md: every block ran.", said, StringComparison.Ordinal);
    }
}
