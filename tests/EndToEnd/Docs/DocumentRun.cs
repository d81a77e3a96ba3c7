using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Docs;

/// <summary>Runs a document by <c>eng/doc-run.sh</c>.</summary>
internal static class DocumentRun
{
    /// <summary>Runs it; gives the exit code and all that was said.</summary>
    public static Task<(int Exit, string Said)> RunAsync(string document, TimeSpan within) =>
        ShellScript.RunAsync(within, Path.Combine("eng", "doc-run.sh"), Path.Combine(ShellScript.Root, "docs", document));
}
