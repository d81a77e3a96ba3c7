using System.Xml;

namespace Orchestrator.Trace;

/// <summary>What the newest test run said, from its .trx files: the worst outcome of each test method over all its rows.</summary>
internal sealed class TestOutcomes
{
    private readonly Dictionary<string, Outcome> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Outcome> _byMethod = new(StringComparer.Ordinal);

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
                outcomes.Add(reader.GetAttribute("testName") ?? "", reader.GetAttribute("outcome"));
        }

        return outcomes;
    }

    /// <summary>How a covering test went.</summary>
    public Outcome Of(CoveringTest test) =>
        test.IsInherited ? _byMethod.GetValueOrDefault(test.Method) : _byName.GetValueOrDefault($"{test.Type}.{test.Method}");

    private void Add(string testName, string? outcome)
    {
        var row = testName.IndexOf('(');
        var name = row < 0 ? testName : testName[..row];
        var went = outcome switch
        {
            "Passed" => Outcome.Passed,
            "NotExecuted" => Outcome.Skipped,
            _ => Outcome.Failed,
        };
        Worsen(_byName, name, went);
        Worsen(_byMethod, name[(name.LastIndexOf('.') + 1)..], went);
    }

    private static void Worsen(Dictionary<string, Outcome> outcomes, string name, Outcome went) =>
        outcomes[name] = (Outcome)Math.Max((int)outcomes.GetValueOrDefault(name), (int)went);
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
