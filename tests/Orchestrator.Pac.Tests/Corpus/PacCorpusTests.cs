using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.TestSupport;

namespace Orchestrator.Pac.Tests.Corpus;

/// <summary>Agreement with npm's pac-resolver, run side by side.</summary>
[Trait("Requirement", "R-NET-8")]
public sealed class PacCorpusTests
{
    private const int Least = 200;
    private static readonly TimeZoneInfo TwoHoursEast = TimeZoneInfo.CreateCustomTimeZone("two hours east", TimeSpan.FromHours(2), "two hours east", "two hours east");

    [SkippableFact]
    public async Task Every_pair_is_answered_as_pac_resolver_does_or_the_reason_why_not_is_written_down()
    {
        await NodePackages.RequireAsync();
        var corpus = PacCorpus.Load();
        var theirs = JsonSerializer.Deserialize<string[]>(await ExternalProcess.RunAsync(
            "env", ["TZ=Etc/GMT-2", "node", Path.Combine(NodePackages.Folder, "ask.mjs"), PacCorpus.Folder], timeout: TimeSpan.FromMinutes(3)))!;
        var deviations = PacCorpus.Deviations().SelectMany(one => one.Hosts.Select(host => $"{one.Script} {host}")).ToHashSet(StringComparer.Ordinal);
        var ours = new List<(string Pair, string Answer)>();
        foreach (var run in corpus.Runs)
        {
            foreach (var ask in run.Asks)
                ours.Add(($"{run.Script} {ask.Host} {run.At:yyyy-MM-dd}", await AnswerAsync(corpus, run, ask)));
        }

        var different = ours.Zip(theirs).Where(pair => pair.First.Answer != pair.Second).Select(pair => $"{pair.First.Pair}: {pair.First.Answer} | {pair.Second}").ToArray();

        Assert.Equal(ours.Count, theirs.Length);
        var unexplained = different.Where(pair => !deviations.Contains(Pair(pair))).ToArray();
        Assert.True(unexplained.Length == 0, string.Join('\n', unexplained));
        Assert.Empty(deviations.Except(different.Select(Pair)));
        Assert.InRange(ours.Count - different.Length, Least, int.MaxValue);
    }

    private static string Pair(string line) => string.Join(' ', line.Split(' ').Take(2));

    private static async Task<string> AnswerAsync(PacCorpus corpus, PacRun run, PacAsk ask)
    {
        var time = new FakeTimeProvider(run.At);
        time.SetLocalTimeZone(TwoHoursEast);
        var network = new TableNetwork([.. corpus.Names.Select(name => (name.Key, name.Value))]) { OwnAddress = System.Net.IPAddress.Parse(corpus.Address) };
        try
        {
            var script = PacScript.Of(await File.ReadAllBytesAsync(Path.Combine(PacCorpus.Folder, run.Script)));
            return await new PacEvaluator(network, time).EvaluateAsync(script, ask.Url, ask.Host, CancellationToken.None);
        }
        catch (PacException e)
        {
            return e.Code == PacCodes.Answer ? "none" : "error";
        }
    }
}
