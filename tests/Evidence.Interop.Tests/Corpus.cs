namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>The corpus of a test run, in a folder that is gone with it: the JavaScript side's bundles, ours, and what was changed in either.</summary>
internal sealed class Corpus : IDisposable
{
    private const int GoodOfJavaScript = 200;
    private const int Changed = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("evidence-").FullName;
    private readonly List<CorpusEntry> _entries = [];

    private Corpus()
    {
    }

    public IReadOnlyList<CorpusEntry> Entries => _entries;

    public static async Task<Corpus> MakeAsync()
    {
        var corpus = new Corpus();
        try
        {
            corpus._entries.AddRange(await JavaScriptSide.MakeAsync(Path.Combine(corpus._folder, "js"), GoodOfJavaScript));
            foreach (var made in CSharpBundles.All())
                corpus.Add(made.Name, made.File, made.Auditor);
            corpus.AddMutants([.. corpus._entries.Where(one => one.Name.Contains("good", StringComparison.Ordinal))]);
        }
        catch
        {
            corpus.Dispose();
            throw;
        }

        return corpus;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void AddMutants(IReadOnlyList<CorpusEntry> good)
    {
        // Fixed: a mutant that isn't rejected comes again in the next run.
        var random = new Random(16);
        foreach (var group in good.GroupBy(one => one.Trust))
        {
            var all = group.ToArray();
            for (var i = 0; i < Changed; i++)
            {
                var at = i * all.Length / Changed;
                var (one, other) = (all[at], all[(at + 1) % all.Length]);
                foreach (var (name, file) in Mutants.Of(File.ReadAllBytes(one.File), File.ReadAllBytes(other.File), random))
                    Add($"{name} ({one.Name})", file, one with { Code = null });
            }
        }
    }

    private void Add(string name, byte[] file, CorpusEntry like)
    {
        var path = Path.Combine(_folder, $"{_entries.Count:D5}.evidence");
        File.WriteAllBytes(path, file);
        _entries.Add(like with { File = path, Name = name });
    }
}
