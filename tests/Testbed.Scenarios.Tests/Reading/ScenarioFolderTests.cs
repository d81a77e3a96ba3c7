using Orchestrator.Testbed.Runner.Run.Reports;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;

namespace Orchestrator.Testbed.Scenarios.Tests.Reading;

/// <summary>Folders of scenarios, and the one that is shipped.</summary>
public sealed class ScenarioFolderTests : IDisposable
{
    private const string Refused = "title: T\nexpect: { verdict: refused, code: TIMEOUT, hops: [broker] }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("scenario-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folders_are_themes_and_ids_are_unique_over_all_of_them()
    {
        Write("one/a.yaml", "id: a\n" + Refused);
        Write("two/b.yaml", "id: b\n" + Refused);
        Assert.Equal([("one", "a"), ("two", "b")], ScenarioFolder.Read(_folder).Select(one => (one.Theme, one.Id)));

        Write("two/a.yaml", "id: a\n" + Refused);
        Assert.Contains("another scenario has the id a", Assert.Throws<ScenarioFileException>(() => ScenarioFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_said_to_be_none()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.yaml"), [0xC3, 0x28]);

        Assert.Contains("isn't UTF-8", Assert.Throws<ScenarioFileException>(() => ScenarioFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_without_scenarios_is_said_to_have_none() => Assert.Throws<IOException>(() => ScenarioFolder.Read(_folder));

    [Fact]
    [Trait("Requirement", "R-NET-4")]
    public void The_shipped_ones_are_many_and_different()
    {
        var scenarios = ScenarioFolder.Read(TestbedProgram.Scenarios);

        Assert.True(scenarios.Length >= 60, $"{scenarios.Length} scenarios");
        Assert.True(scenarios.Select(MatrixText.Combination).Distinct().Count() >= 25);
        Assert.True(scenarios.Count(one => one.Expect.Verdict == Verdict.Refused) >= 20);
        Assert.All(scenarios.Where(one => one.Expect.Verdict == Verdict.Refused), one => Assert.NotEmpty(one.Expect.Code));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
