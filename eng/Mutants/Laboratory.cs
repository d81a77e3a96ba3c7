namespace Orchestrator.Mutants;

/// <summary>Takes away, runs, puts back; one at a time.</summary>
internal sealed class Laboratory(Repository repository, TimeSpan longest)
{
    private readonly Dictionary<string, TestCopy> _copies = [];
    private readonly Dictionary<string, TestRun> _before = [];
    private readonly HashSet<string> _compiled = [];

    /// <summary>Empties the method and runs the tests that carry the id.</summary>
    public async Task<Mutant> Try(TracedMethod traced)
    {
        var name = MethodName.Parse(traced.Method);
        var copy = CopyOf(traced.Project);
        var filter = $"Requirement={traced.Id}";
        var before = await Before(traced.Project, filter, () => copy.Run(filter));
        var emptied = Path.Combine(Directory.CreateDirectory(repository.Scratch("emptied")).FullName, name.Assembly + ".dll");
        MethodEmptier.Empty(copy.Original(name.Assembly), copy.Folder, name, emptied);
        var run = before.Passed.Count == 0 ? before : await copy.RunWith(name.Assembly, emptied, filter);
        return Mutant.Judge(traced.Id, traced.Method, traced.Project, before, run);
    }

    /// <summary>Compiles the product without the check and runs its tests.</summary>
    public async Task<Mutant> Try(ProtocolCheck check)
    {
        var remover = new CheckRemover(repository, longest);
        var text = remover.Without(check);
        var project = CheckRemover.Assembly(check);
        var copy = CopyOf(check.Project);
        // Before: the same compiler on the unchanged source, so that a source that is newer than what was built isn't taken for the check's absence.
        var before = await Before(check.Project, $"{project} {check.Filter}", async () => await copy.RunWith(project, await Unchanged(remover, project), check.Filter));
        var run = before.Passed.Count == 0 ? before : await copy.RunWith(project, await remover.Compile(project, check.Place.Split('#')[0], text), check.Filter);
        return Mutant.Judge(check.Id, check.Check, check.Project, before, run);
    }

    /// <summary>Takes the copies away.</summary>
    public void Clean()
    {
        foreach (var copy in _copies.Values)
            copy.Delete();
    }

    private async Task<string> Unchanged(CheckRemover remover, string project)
    {
        var kept = Path.Combine(Directory.CreateDirectory(repository.Scratch("unchanged")).FullName, project + ".dll");
        if (_compiled.Add(project))
            File.Copy(await remover.Compile(project, null, null), kept, overwrite: true);
        return kept;
    }

    private TestCopy CopyOf(string project) => _copies.TryGetValue(project, out var copy) ? copy : _copies[project] = TestCopy.Make(repository, project, longest);

    private async Task<TestRun> Before(string project, string what, Func<Task<TestRun>> run)
    {
        var key = $"{project} {what}";
        return _before.TryGetValue(key, out var before) ? before : _before[key] = await run();
    }
}
