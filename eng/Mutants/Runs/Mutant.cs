namespace Orchestrator.Mutants;

/// <summary>How it went with something taken away.</summary>
internal enum Fate
{
    /// <summary>A test failed, as it must.</summary>
    Killed,

    /// <summary>Every test passed although it was gone.</summary>
    Survived,

    /// <summary>No test carries the id, or none ran.</summary>
    NoTest,

    /// <summary>It couldn't be tried: the page and the code don't fit.</summary>
    NotTried,

    /// <summary>Tests fail already with nothing taken away.</summary>
    RedBefore,
}

/// <summary>One thing that was taken away.</summary>
/// <param name="Id">Requirement or check.</param>
/// <param name="What">The method, or the check in words.</param>
/// <param name="Project">The tests.</param>
/// <param name="Fate">How it went.</param>
/// <param name="Tests">How many of its tests pass with nothing taken away.</param>
/// <param name="Failed">How many of those failed now.</param>
/// <param name="By">The first of them, or what happened instead.</param>
internal sealed record Mutant(string Id, string What, string Project, Fate Fate, int Tests, int Failed, string By)
{
    /// <summary>Compares a run with the one before it: what failed already says nothing.</summary>
    public static Mutant Judge(string id, string what, string project, TestRun before, TestRun run)
    {
        Mutant With(Fate fate, int failed, string by) => new(id, what, project, fate, before.Passed.Count, failed, by);
        if (before.Broken is { } broken)
            return With(Fate.RedBefore, 0, broken);
        if (before.Failed is [var red, ..])
            return With(Fate.RedBefore, 0, red);
        if (before.Passed.Count == 0)
            return With(Fate.NoTest, 0, before.Skipped > 0 ? $"{before.Skipped} skipped" : "");
        var killers = run.Failed.Where(before.Passed.Contains).Order(StringComparer.Ordinal).ToArray();
        return killers.Length > 0 ? With(Fate.Killed, killers.Length, Short(killers[0]))
            : run.Broken is { } died ? With(Fate.Killed, 0, $"{died}; before: {before.Took.TotalSeconds:0} s")
            : With(Fate.Survived, 0, "");
    }

    private static string Short(string name)
    {
        var plain = name.Split('(')[0].Split('.');
        return string.Join('.', plain.TakeLast(2));
    }
}
