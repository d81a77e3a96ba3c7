using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>Reads <c>technician</c>: a list of words, and of single entries where a number is needed.</summary>
internal static class StepReader
{
    private const int MaxSteps = 30;
    private const string Known = "view, click, chat, cut, type: N, send: KIB, fetch: KIB or idle: SECONDS";

    public static ImmutableArray<TechnicianStep> Read(YamlPlace place)
    {
        var steps = place.Items().Select(item => item.HasEntries ? Counted(item) : Plain(item)).ToImmutableArray();
        return steps.Length is > 0 and <= MaxSteps ? steps : throw place.Wrong($"needs 1 to {MaxSteps} steps");
    }

    private static TechnicianStep Plain(YamlPlace item) => item.Text(40) switch
    {
        "view" => new TechnicianStep.View(),
        "click" => new TechnicianStep.Click(),
        "chat" => new TechnicianStep.Chat(),
        "cut" => new TechnicianStep.Cut(),
        _ => throw item.Wrong($"needs one of {Known}"),
    };

    private static TechnicianStep Counted(YamlPlace item)
    {
        var entries = item.Entries("type", "send", "fetch", "idle").ToList();
        return entries is [var (key, value)]
            ? key switch
            {
                "type" => new TechnicianStep.Type(value.Number(1, 5_000)),
                "send" => new TechnicianStep.Send(value.Number(1, 65_536)),
                "fetch" => new TechnicianStep.Fetch(value.Number(1, 65_536)),
                _ => new TechnicianStep.Idle(value.Number(1, 600)),
            }
            : throw item.Wrong("needs one entry for each step; begin the next one with a hyphen");
    }
}
