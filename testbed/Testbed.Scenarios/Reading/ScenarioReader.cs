using System.Text.RegularExpressions;
using Orchestrator.Domain;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>
/// Reads one scenario strictly: every key is known, every value has its range, combinations that can't be played are refused, and the first fault is named
/// with line and column.
/// </summary>
public static partial class ScenarioReader
{
    private const int MaxDepth = 6;

    /// <summary>Reads the text.</summary>
    /// <param name="text">All of the file.</param>
    /// <param name="file">Its name, for messages; the id must be its last part without the ending.</param>
    /// <param name="theme">The folder it lies in.</param>
    /// <exception cref="ScenarioFileException">With line and column.</exception>
    public static Scenario Read(string text, string file, string theme = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var root = StrictYaml.Read(text, MaxDepth) ?? throw new YamlFaultException(1, "nothing stands in it; a scenario needs id, title and expect");
            return ReadScenario(root, Path.GetFileNameWithoutExtension(file), theme);
        }
        catch (YamlFaultException e)
        {
            throw new ScenarioFileException(file, e.Line, e.Column, e.Message);
        }
    }

    private static Scenario ReadScenario(YamlPlace root, string fileId, string theme)
    {
        var fields = Fields.Of(root, "id", "title", "only", "reason", "network", "proxy", "middlebox", "faults", "site", "operator", "technician", "expect");
        var id = fields.Required("id");
        if (!IdShape().IsMatch(id.Text(60)) || id.Text(60) != fileId)
            throw id.Wrong($"needs the file's name without its ending, {fileId}, in lower-case letters, digits and hyphens");
        var (worlds, reason) = ReadWorlds(fields);
        var proxy = fields["proxy"] is { } proxyPlace ? ProxyReader.Read(proxyPlace) : null;
        var network = NetworkReader.Read(fields["network"], proxy);
        var scenario = new Scenario
        {
            Id = fileId,
            Title = fields.Required("title").Text(160),
            Theme = theme,
            Worlds = worlds,
            WorldReason = reason,
            Network = network,
            Proxy = proxy,
            Middlebox = fields["middlebox"] is { } middlebox ? WayReader.ReadMiddlebox(middlebox) : null,
            Faults = fields["faults"] is { } faults ? WayReader.ReadFaults(faults) : null,
            Site = fields["site"] is { } site ? WayReader.ReadSite(site) : new SiteSetup(),
            Operator = fields["operator"] is { } habits ? ReadOperator(habits) : Habits(new OperatorHabits()),
            Steps = fields["technician"] is { } steps ? StepReader.Read(steps) : [],
            Expect = ExpectationReader.Read(fields.Required("expect"), proxy),
        };
        fields.Needs("middlebox", network.Portal == PortalKind.None, "can't stand behind a captive portal: nothing gets so far");
        fields.Needs("technician", scenario.Expect.Verdict != Verdict.Refused, "has nothing to do where the verdict is refused");
        return scenario;
    }

    private static (WorldChoice Worlds, string Reason) ReadWorlds(Fields fields)
    {
        fields.Needs("reason", fields["only"] is not null, "says why only one world plays it: name that world with “only”");
        if (fields["only"] is not { } only)
            return (WorldChoice.Both, "");
        var worlds = only.Text(20) switch
        {
            "simulated" => WorldChoice.SimulatedOnly,
            "real" => WorldChoice.RealOnly,
            _ => throw only.Wrong("needs simulated or real"),
        };
        return (worlds, (fields["reason"] ?? throw only.Wrong("needs a “reason” beside it")).Text(300));
    }

    private static OperatorHabits ReadOperator(YamlPlace place)
    {
        var fields = Fields.Of(place, "answers-after-ms", "refuses", "absent", "revokes-after-ms", "mishears");
        var habits = new OperatorHabits();
        return Habits(habits with
        {
            AnswerAfter = TimeSpan.FromMilliseconds(fields.Number("answers-after-ms", 20, 0, 600_000)),
            Refuses = (fields["refuses"]?.Items() ?? []).Select(ReadCapability).ToHashSet(),
            IsAbsent = fields.YesOrNo("absent"),
            RevokesAfter = fields.Number("revokes-after-ms", 0, 600_000) is { } after ? TimeSpan.FromMilliseconds(after) : null,
            Mishears = fields.Number("mishears", 0, 0, 5),
        });
    }

    /// <summary>An operator of a scenario answers at once where nothing else is said: waiting proves nothing.</summary>
    private static OperatorHabits Habits(OperatorHabits habits) =>
        habits.AnswerAfter == new OperatorHabits().AnswerAfter ? habits with { AnswerAfter = TimeSpan.FromMilliseconds(20) } : habits;

    private static Capability ReadCapability(YamlPlace place) =>
        Capabilities.Parse(place.Text(40)) ?? throw place.Wrong($"needs one of {string.Join(", ", Capabilities.All.Select(one => one.Name()))}");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdShape();
}
