namespace Orchestrator.Mutants;

/// <summary>A copy of what a test project built, in which one assembly is exchanged at a time.</summary>
internal sealed class TestCopy
{
    private readonly string _copy;
    private readonly string _originals;
    private readonly string _project;
    private readonly string _assembly;
    private readonly TimeSpan _longest;

    private TestCopy(string project, string copy, string assembly, TimeSpan longest)
    {
        _project = project;
        _copy = copy;
        _assembly = Path.Combine(copy, assembly);
        _originals = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(copy)!, "originals")).FullName;
        _longest = longest;
    }

    /// <summary>Copies anew.</summary>
    /// <exception cref="TableException">There is no such project, or it isn't built.</exception>
    public static TestCopy Make(Repository repository, string project, TimeSpan longest)
    {
        var (built, copy) = (repository.Output(project), repository.Copy(project));
        if (!File.Exists(Path.Combine(built, repository.Assembly(project))))
            throw new TableException($"tests/{project} isn't built: run dotnet build Orchestrator.sln first.");
        if (Directory.Exists(Path.GetDirectoryName(copy)))
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        foreach (var folder in Directory.EnumerateDirectories(built, "*", SearchOption.AllDirectories).Prepend(built))
            Directory.CreateDirectory(Path.Combine(copy, Path.GetRelativePath(built, folder)));
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(built, file)));
        return new TestCopy(project, copy, repository.Assembly(project), longest);
    }

    /// <summary>Where the copy lies.</summary>
    public string Folder => _copy;

    /// <summary>The product's assembly as it was copied; what is built meanwhile changes nothing here.</summary>
    /// <exception cref="TableException">The test project doesn't have it.</exception>
    public string Original(string assembly)
    {
        var (used, kept) = (Path.Combine(_copy, assembly + ".dll"), Path.Combine(_originals, assembly + ".dll"));
        if (!File.Exists(used))
            throw new TableException($"tests/{_project} doesn't use {assembly}.");
        if (!File.Exists(kept))
            File.Copy(used, kept);
        return kept;
    }

    /// <summary>Runs tests with nothing exchanged.</summary>
    public Task<TestRun> Run(string filter) => TestRun.Of(_assembly, filter, _longest);

    /// <summary>Runs tests with one assembly exchanged, and puts the old one back.</summary>
    public async Task<TestRun> RunWith(string assembly, string exchanged, string filter)
    {
        var place = Path.Combine(_copy, assembly + ".dll");
        var original = Original(assembly);
        File.Copy(exchanged, place, overwrite: true);
        try
        {
            return await Run(filter);
        }
        finally
        {
            File.Copy(original, place, overwrite: true);
        }
    }

    /// <summary>Takes the copy away.</summary>
    public void Delete()
    {
        if (Directory.Exists(Path.GetDirectoryName(_copy)))
            Directory.Delete(Path.GetDirectoryName(_copy)!, recursive: true);
    }
}
