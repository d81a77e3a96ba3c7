using System.Diagnostics;
using System.Reflection;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>Runs a document by <c>eng/doc-run.sh</c>.</summary>
internal static class DocumentRun
{
    /// <summary>Runs it; gives the exit code and all that was said.</summary>
    public static async Task<(int Exit, string Said)> RunAsync(string document, TimeSpan within)
    {
        var root = typeof(DocumentRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Root").Value!;
        var info = new ProcessStartInfo("bash", [Path.Combine(root, "eng", "doc-run.sh"), Path.Combine(root, "docs", document)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(info)!;
        var (said, complained) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        try
        {
            await run.WaitForExitAsync().WaitAsync(within);
        }
        finally
        {
            if (!run.HasExited)
                run.Kill(entireProcessTree: true);
        }

        return (run.ExitCode, $"{await said}\n{await complained}");
    }
}
