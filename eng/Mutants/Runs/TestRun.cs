using System.Diagnostics;
using System.Xml;

namespace Orchestrator.Mutants;

/// <summary>What the tests of one run said.</summary>
/// <param name="Passed">Names with their rows.</param>
/// <param name="Failed">The same.</param>
/// <param name="Skipped">How many were.</param>
/// <param name="Broken">That it hung, or that its process died; else null.</param>
internal sealed record TestRun(IReadOnlySet<string> Passed, IReadOnlyList<string> Failed, int Skipped, string? Broken)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Runs what a filter names in a built test assembly.</summary>
    /// <exception cref="TableException">It gave no results at all, so that it says nothing.</exception>
    public static async Task<TestRun> Of(string assembly, string filter, TimeSpan longest)
    {
        var results = Path.Combine(Path.GetDirectoryName(assembly)!, "results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var started = Stopwatch.GetTimestamp();
        var (exitCode, output) = await Command.Run(
            "dotnet", ["test", assembly, "--logger", "trx;LogFileName=run.trx", "--results-directory", results, .. filter.Length == 0 ? Array.Empty<string>() : ["--filter", filter]], longest);
        var took = Stopwatch.GetElapsedTime(started);
        if (exitCode is null)
            return new TestRun(new HashSet<string>(), [], 0, $"hung for {took.TotalSeconds:0} s");
        var file = Path.Combine(results, "run.trx");
        if (!File.Exists(file))
            return exitCode == 0 ? new TestRun(new HashSet<string>(), [], 0, null) : throw new TableException($"The tests gave no results: {Tail(output)}");
        // A host that died has results only of the tests before.
        var died = output.Contains("Test Run Aborted", StringComparison.Ordinal) || output.Contains("Test host process crashed", StringComparison.Ordinal);
        return Read(file) with { Broken = died ? "the test process died" : null, Took = took };
    }

    private static TestRun Read(string file)
    {
        var passed = new HashSet<string>(StringComparer.Ordinal);
        var failed = new List<string>();
        var skipped = 0;
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.ReadToFollowing("UnitTestResult"))
        {
            var name = reader.GetAttribute("testName") ?? "";
            switch (reader.GetAttribute("outcome"))
            {
                case "Passed":
                    passed.Add(name);
                    break;
                case "NotExecuted":
                    skipped++;
                    break;
                default:
                    failed.Add(name);
                    break;
            }
        }

        return new TestRun(passed, failed, skipped, null);
    }

    private static string Tail(string output) => string.Join(' ', output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(3));
}
