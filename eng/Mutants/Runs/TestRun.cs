using System.Xml;

namespace Orchestrator.Mutants;

/// <summary>What the tests of one run said.</summary>
/// <param name="Passed">Names with their rows.</param>
/// <param name="Failed">The same.</param>
/// <param name="Skipped">How many were.</param>
/// <param name="Broken">Why the run has no results, else null: it hung, or its process died.</param>
internal sealed record TestRun(IReadOnlySet<string> Passed, IReadOnlyList<string> Failed, int Skipped, string? Broken)
{
    /// <summary>Runs what a filter names in a built test assembly.</summary>
    public static async Task<TestRun> Of(string assembly, string filter, TimeSpan longest)
    {
        var results = Path.Combine(Path.GetDirectoryName(assembly)!, "results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var (exitCode, output) = await Command.Run(
            "dotnet", ["test", assembly, "--logger", "trx;LogFileName=run.trx", "--results-directory", results, .. filter.Length == 0 ? Array.Empty<string>() : ["--filter", filter]], longest);
        if (exitCode is null)
            return Without($"hung for {longest.TotalSeconds:0} s");
        var file = Path.Combine(results, "run.trx");
        if (!File.Exists(file))
            return Without(exitCode == 0 ? null : Tail(output));
        var run = Read(file);
        // A host that died has results only of the tests before.
        return output.Contains("Test Run Aborted", StringComparison.Ordinal) || output.Contains("Test host process crashed", StringComparison.Ordinal) ? run with { Broken = "the test process died" } : run;
    }

    private static TestRun Without(string? why) => new(new HashSet<string>(), [], 0, why);

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
