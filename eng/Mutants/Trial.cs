using System.Text.Json;

namespace Orchestrator.Mutants;

/// <summary>What was drawn, tried one after the other and told.</summary>
internal sealed class Trial(Repository repository, Traceability page, Options options, string seed)
{
    /// <summary>The exit code.</summary>
    public async Task<int> Run()
    {
        var methods = Drawn(page.Methods, method => method.Id, options.Draw);
        var checks = Drawn(page.Checks, check => check.Id, options.Checks);
        if (methods.Count + checks.Count == 0)
            throw new TableException($"docs/traceability.md has nothing of that name.");
        var laboratory = new Laboratory(repository, options.Longest);
        var mutants = new List<Mutant>();
        Say($"Seed {seed}: {methods.Select(method => method.Id).Distinct().Count()} requirements, {checks.Count} checks.\n\n| id | taken away | tests | result | noticed by |\n| --- | --- | --- | --- | --- |");
        var trials = methods.Select(method => (method.Id, What: method.Method, method.Project, Try: (Func<Task<Mutant>>)(() => laboratory.Try(method))))
            .Concat(checks.Select(check => (check.Id, What: check.Check, check.Project, Try: (Func<Task<Mutant>>)(() => laboratory.Try(check)))));
        foreach (var (id, what, project, attempt) in trials)
        {
            var mutant = await TryAsync(id, what, project, attempt);
            mutants.Add(mutant);
            Say($"| {mutant.Id} | {mutant.What.Replace("|", "\\|", StringComparison.Ordinal)} | {mutant.Project}: {mutant.Tests} | {Words(mutant)} | {mutant.By} |");
        }

        laboratory.Clean();
        if (options.Json)
            Console.WriteLine(JsonSerializer.Serialize(new { Seed = seed, Mutants = mutants.Select(m => new { m.Id, m.What, m.Project, Fate = m.Fate.ToString(), m.Tests, m.Failed, m.By }) }));
        var unnoticed = mutants.Where(mutant => mutant.Fate != Fate.Killed).Select(mutant => mutant.Id).Distinct().ToArray();
        Console.Error.WriteLine($"{mutants.Count(mutant => mutant.Fate == Fate.Killed)} of {mutants.Count} were noticed.{(unnoticed.Length == 0 ? "" : $" Not so: {string.Join(", ", unnoticed)}.")}");
        return unnoticed.Length == 0 ? 0 : 1;
    }

    private static string Words(Mutant mutant) => mutant.Fate switch
    {
        Fate.Killed => mutant.Failed == 0 ? "noticed" : $"noticed, {mutant.Failed} failed",
        Fate.Survived => "NOT NOTICED",
        Fate.NoTest => "NO TEST",
        Fate.NotTried => "NOT TRIED",
        _ => "RED BEFORE",
    };

    /// <summary>A row that doesn't fit the code is told like one that nothing noticed; the others go on.</summary>
    private static async Task<Mutant> TryAsync(string id, string what, string project, Func<Task<Mutant>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (TableException wrong)
        {
            return new Mutant(id, what, project, Fate.NotTried, 0, 0, wrong.Message);
        }
    }

    private IReadOnlyList<T> Drawn<T>(IReadOnlyList<T> rows, Func<T, string> id, int count)
    {
        if (options.All)
            return rows;
        var drawn = Lot.Draw(rows.Select(id), seed, count);
        return [.. rows.Where(row => drawn.Contains(id(row)) || options.Ids.Contains(id(row)))];
    }

    private void Say(string line)
    {
        if (!options.Json)
            Console.WriteLine(line);
    }
}
