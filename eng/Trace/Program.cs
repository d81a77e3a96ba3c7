using System.Text.Json;
using Orchestrator.Trace;

const string Usage = """
    trace --ids FILE --tests FOLDER --results FOLDER [--families A,B] [--json]

    Prints each requirement with the tests that carry its id and how they went.

      --ids FILE         one id a line; # begins a comment
      --tests FOLDER     the tests folder, built
      --results FOLDER   .trx files of a run
      --families A,B     only these families, for example CRY,HS

    Exit code: 0 every id has a test that passed, 1 an id has none, 2 the command line is wrong.
    """;
if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}

string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
if (Value("--ids") is not { } ids || Value("--tests") is not { } tests || Value("--results") is not { } results || !File.Exists(ids) || !Directory.Exists(tests))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var families = Value("--families")?.Split(',');
var known = File.ReadLines(ids).Where(line => line.StartsWith("R-", StringComparison.Ordinal)).Select(line => line.Split('-')[1]).ToHashSet();
if (families?.FirstOrDefault(family => !known.Contains(family)) is { } stranger)
{
    Console.Error.WriteLine($"There is no family {stranger}: {string.Join(", ", known)}.");
    return 2;
}

if (!Directory.Exists(results))
{
    Console.Error.WriteLine($"There are no results in {results}: run eng/test.sh first.");
    return 2;
}

var wanted = File.ReadLines(ids).Select(line => line.Split('#')[0].Trim()).Where(id => id.Length > 0 && (families is null || families.Contains(id.Split('-')[1])));
var assemblies = Directory.EnumerateFiles(tests, "*.csproj", SearchOption.AllDirectories)
    .Select(project => Path.Combine(Path.GetDirectoryName(project)!, "bin", "Debug", "net10.0", TestProject.AssemblyOf(project) + ".dll"))
    .Where(File.Exists);
var covering = assemblies.SelectMany(TraitReader.Read).ToLookup(test => test.Requirement);
var outcomes = TestOutcomes.Read(results);
var rows = wanted.Select(id => new { Id = id, Tests = covering[id].Select(test => new { test.Name, Result = outcomes.Of(test) }).OrderBy(test => test.Name, StringComparer.Ordinal).ToArray() }).ToArray();
if (args.Contains("--json"))
{
    Console.WriteLine(JsonSerializer.Serialize(rows.Select(row => new { row.Id, Tests = row.Tests.Select(test => new { test.Name, Outcome = test.Result.Outcome.ToString(), Seconds = test.Result.Took.TotalSeconds }) })));
}
else
{
    foreach (var row in rows)
    {
        Console.WriteLine(row.Tests.Length == 0 ? $"{row.Id,-12} NO TEST" : $"{row.Id,-12} {row.Tests.Length} test(s)");
        foreach (var test in row.Tests)
            Console.WriteLine($"  {test.Result.Outcome,-8} {test.Result.Time,8}  {test.Name}");
    }
}

var uncovered = rows.Where(row => !row.Tests.Any(test => test.Result.Outcome == Outcome.Passed) || row.Tests.Any(test => test.Result.Outcome == Outcome.Failed)).Select(row => row.Id).ToArray();
Console.Error.WriteLine($"{rows.Length - uncovered.Length} of {rows.Length} requirements have a test that passed and none that failed.{(uncovered.Length == 0 ? "" : $" Not so: {string.Join(", ", uncovered)}.")}");
return uncovered.Length == 0 ? 0 : 1;
