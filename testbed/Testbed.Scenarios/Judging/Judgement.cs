using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Scenarios.Judging;

/// <summary>One thing that a scenario expects, held against what happened.</summary>
/// <param name="What">As <c>verdict</c> or <c>instrument has session.started</c>.</param>
/// <param name="Expected">What was to be.</param>
/// <param name="Found">What was.</param>
/// <param name="Holds">Whether it is so.</param>
public sealed record Check(string What, string Expected, string Found, bool Holds)
{
    /// <summary>The opposite expectation of the same facts.</summary>
    public Check Flipped() => this with { Expected = $"not {Expected}", Holds = !Holds };
}

/// <summary>Holds expectations against what happened.</summary>
public static class Judgement
{
    private const string LinkLost = "relay.link-lost";
    private const string LinkResumed = "relay.link-resumed";

    /// <summary>Every check of one world's result. The last ones are those that no scenario has to name: allowed hops and flaws.</summary>
    public static ImmutableArray<Check> Of(Scenario scenario, WorldResult result)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(result);
        var expect = scenario.Expect;
        var checks = ImmutableArray.CreateBuilder<Check>();
        checks.Add(Equal("verdict", Words.Of(expect.Verdict), Words.Of(result.Verdict)));
        if (expect.Path.Length > 0)
            checks.Add(Equal("path", expect.Path, result.Path));
        if (expect.Code.Length > 0)
            checks.Add(Equal("code", expect.Code, result.Code));
        Records(checks, "instrument", expect.Instrument, result.InstrumentRecords);
        Records(checks, "broker", expect.Broker, result.BrokerRecords);
        var strays = result.Hops.Where(hop => hop.Role is not { } role || !expect.Hops.Contains(role)).ToList();
        checks.Add(new Check(
            "hops", $"only {string.Join(", ", expect.Hops.Select(Words.Of))}", string.Join(", ", result.Hops.Select(hop => hop.Destination)), strays.Count == 0));
        checks.Add(new Check("flaws", "none", result.Flaws.IsEmpty ? "none" : string.Join("; ", result.Flaws), result.Flaws.IsEmpty));
        return checks.ToImmutable();
    }

    /// <summary>What two worlds don't agree in: verdict, path, code, records. Empty when they agree.</summary>
    public static ImmutableArray<Check> Disagreements(WorldResult one, WorldResult other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        Check[] checks =
        [
            Equal("verdict", Words.Of(one.Verdict), Words.Of(other.Verdict)),
            Equal("path", one.Path, other.Path),
            Equal("code", one.Code, other.Code),
            Equal("instrument's records", List(one.InstrumentRecords), List(other.InstrumentRecords)),
            Equal("broker's records", List(Comparable(one.BrokerRecords)), List(Comparable(other.BrokerRecords))),
        ];
        return [.. checks.Where(check => !check.Holds)];
    }

    /// <summary>
    /// Whether the broker sees the old connection end before the new one calls is a matter of milliseconds, and of what lies between: where a link was taken
    /// up again, worlds may differ in that.
    /// </summary>
    private static ImmutableSortedSet<string> Comparable(ImmutableSortedSet<string> records) => records.Contains(LinkResumed) ? records.Remove(LinkLost) : records;

    private static void Records(ImmutableArray<Check>.Builder checks, string whose, RecordExpectation expect, ImmutableSortedSet<string> found)
    {
        foreach (var code in expect.Has)
            checks.Add(new Check($"{whose} has {code}", code, List(found), found.Contains(code)));
        foreach (var code in expect.Lacks)
            checks.Add(new Check($"{whose} lacks {code}", $"no {code}", List(found), !found.Contains(code)));
    }

    private static Check Equal(string what, string expected, string found) => new(what, expected, found, expected == found);

    private static string List(ImmutableSortedSet<string> codes) => string.Join(", ", codes);
}
