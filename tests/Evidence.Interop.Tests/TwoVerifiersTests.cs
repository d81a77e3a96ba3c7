using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>Two verifiers that share no code, held against each other. How many bundles they agreed on is printed, and eng/test.sh shows it at its end.</summary>
public sealed class TwoVerifiersTests(ITestOutputHelper output)
{
    private const int LeastBundles = 1000;
    private const int LeastLies = 200;

    [SkippableFact]
    [Trait("Requirement", "R-AUD-9")]
    [Trait("Requirement", "R-AUD-12")]
    public async Task They_accept_and_reject_the_same_bundles_for_the_same_reasons()
    {
        RealComponent.Require("node");
        using var corpus = await Corpus.MakeAsync();
        var javaScript = JavaScriptSide.JudgeAsync(corpus.Entries);
        var ours = corpus.Entries.AsParallel().WithDegreeOfParallelism(2).Select(one => (one.File, Verdict: CSharpVerifier.Judge(one))).ToDictionary(one => one.File, one => one.Verdict);
        var theirs = await javaScript;

        var problems = corpus.Entries.Select(one => Problem(one, ours[one.File], theirs[one.File])).OfType<string>().ToArray();
        var lies = corpus.Entries.Count(one => one.Code is { Length: > 0 });
        output.WriteLine($"Evidence corpus: {corpus.Entries.Count} bundles, {ours.Values.Count(one => one.Accepted)} accepted, {lies} signed lies with a code, "
            + $"{corpus.Entries.Count(one => one.Code is null)} changed, {problems.Length} disagreements");
        Assert.True(problems.Length == 0, string.Join('\n', problems.Prepend($"{problems.Length} of {corpus.Entries.Count}:")));
        Assert.True(corpus.Entries.Count >= LeastBundles && lies >= LeastLies, "The corpus is too small.");
    }

    [Fact]
    [Trait("Requirement", "R-AUD-12")]
    public void Frozen_bundles_are_what_they_were()
    {
        var frozen = JavaScriptSide.ReadIndex(Path.Combine(SourceTree.Root, "tests", "Vectors", "evidence", "index.jsonl")).ToArray();
        Assert.NotEmpty(frozen);
        Assert.Equal(frozen.Select(one => $"{one.Name}: {one.Code}"), frozen.Select(one => $"{one.Name}: {CSharpVerifier.Judge(one).Code}"));
    }

    /// <summary>What is wrong with two verdicts; null where nothing is. A bundle without an expected code needs only the rejection.</summary>
    private static string? Problem(CorpusEntry entry, Verdict ours, Verdict theirs)
    {
        var agreed = entry.Code is null ? !ours.Accepted && !theirs.Accepted : ours.Code == entry.Code && theirs.Code == entry.Code;
        return agreed ? null : $"{entry.Name}: {entry.Code ?? "any code"} expected; C# says {ours}; JavaScript says {theirs}";
    }
}
