using System.Diagnostics;
using System.Reflection;
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
        var root = typeof(PluginAuthorsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Root").Value!;
        RealComponent.Require("bash");
        var info = new ProcessStartInfo("bash", [Path.Combine(root, "eng", "doc-run.sh"), Path.Combine(root, "docs", "plugin-authors.md")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(info)!;
        var (said, complained) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        try
        {
            await run.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!run.HasExited)
                run.Kill(entireProcessTree: true);
        }

        output.WriteLine(await said);
        output.WriteLine(await complained);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("plugin-authors.md: every block ran.", await said, StringComparison.Ordinal);
    }
}
