using System.Globalization;
using System.Xml;

namespace Orchestrator.Trace;

/// <summary>What the newest test run said, from its .trx files: the worst outcome of each test method over all its rows, and the time of all of them together.</summary>
internal sealed class TestOutcomes
{
    private readonly Dictionary<string, TestResult> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TestResult> _byMethod = new(StringComparer.Ordinal);

    /// <summary>Reads every .trx file of a folder; none at all is an empty answer.</summary>
    public static TestOutcomes Read(string folder)
    {
        var outcomes = new TestOutcomes();
        if (!Directory.Exists(folder))
            return outcomes;
        foreach (var file in Directory.EnumerateFiles(folder, "*.trx"))
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.ReadToFollowing("UnitTestResult"))
                outcomes.Add(reader.GetAttribute("testName") ?? "", reader.GetAttribute("outcome"), reader.GetAttribute("duration"));
        }

        return outcomes;
    }

    /// <summary>How a covering test went.</summary>
    public TestResult Of(CoveringTest test) =>
        test.IsInherited ? _byMethod.GetValueOrDefault(test.Method) : _byName.GetValueOrDefault($"{test.Type}.{test.Method}");

    private void Add(string testName, string? outcome, string? duration)
    {
        var row = testName.IndexOf('(');
        var name = row < 0 ? testName : testName[..row];
        var went = outcome switch
        {
            "Passed" => Outcome.Passed,
            "NotExecuted" => Outcome.Skipped,
            _ => Outcome.Failed,
        };
        var result = new TestResult(went, TimeSpan.TryParse(duration, CultureInfo.InvariantCulture, out var took) ? took : TimeSpan.Zero);
        Worsen(_byName, name, result);
        Worsen(_byMethod, name[(name.LastIndexOf('.') + 1)..], result);
    }

    private static void Worsen(Dictionary<string, TestResult> results, string name, TestResult one) => results[name] = results.GetValueOrDefault(name).With(one);
}

/// <summary>How a test method went.</summary>
/// <param name="Outcome">The worst of its rows.</param>
/// <param name="Took">All of its rows together.</param>
internal readonly record struct TestResult(Outcome Outcome, TimeSpan Took)
{
    /// <summary>With one more row.</summary>
    public TestResult With(TestResult other) => new((Outcome)Math.Max((int)Outcome, (int)other.Outcome), Took + other.Took);

    /// <summary>For people: 0.04 s, 12 s.</summary>
    public string Time => Took.TotalSeconds < 10 ? Took.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture) : Took.TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture);
}

/// <summary>How a test went; the higher, the worse.</summary>
internal enum Outcome
{
    /// <summary>No result of it was found.</summary>
    NotRun,

    /// <summary>Every row passed.</summary>
    Passed,

    /// <summary>At least one row was skipped.</summary>
    Skipped,

    /// <summary>At least one row failed.</summary>
    Failed,
}
