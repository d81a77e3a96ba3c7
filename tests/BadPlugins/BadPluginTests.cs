namespace Orchestrator.BadPlugins;

/// <summary>
/// Each bad plugin, loaded the real way and used: it gets a status and a sentence of its own, and the good plugin of the same program serves all the
/// while. The table of all rows is docs/bad-plugins.md.
/// </summary>
public sealed class BadPluginTests
{
    private static readonly IReadOnlyList<BadPlugin> Plugins = [.. LoadingRows.All, .. RunningRows.All, .. ManifestRows.All, .. PackageRows.All];

    // Each is run once, whoever asks first.
    private static readonly Dictionary<string, Lazy<Task<Observation>>> Runs = Plugins.ToDictionary(plugin => plugin.Name, plugin => new Lazy<Task<Observation>>(plugin.RunAsync));

    public static TheoryData<string> Names => [.. Plugins.Select(plugin => plugin.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_told_about_in_a_sentence_and_hurts_nobody(string name)
    {
        var seen = await Runs[name].Value;

        Assert.All(seen.Session.Concat(seen.Program), sentence =>
        {
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(sentence, char.IsControl);
            Assert.DoesNotContain("   at ", sentence, StringComparison.Ordinal);
        });
        Assert.NotEmpty(seen.Session.Concat(seen.Program));
        Assert.True(seen.GoodAnswers >= 20);
    }

    [Fact]
    public async Task Each_has_a_sentence_of_its_own()
    {
        var rows = await Task.WhenAll(Plugins.Select(plugin => Runs[plugin.Name].Value));

        var alike = rows
            .GroupBy(row => string.Join(' ', row.Session.Concat(row.Program).Select(Normal.Of)), row => row.Plugin.Name)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group));
        Assert.Empty(alike);
    }

    [Fact]
    public async Task The_table_in_the_documentation_is_what_was_seen()
    {
        var rows = await Task.WhenAll(Plugins.Select(plugin => Runs[plugin.Name].Value));
        var table = Table.Of(rows);
        var written = Path.Combine(AppContext.BaseDirectory, Table.FileName);
        await File.WriteAllTextAsync(written, table);

        var documented = Path.Combine(Table.Documentation, Table.FileName);
        Assert.True(
            File.Exists(documented) && (await File.ReadAllTextAsync(documented)).ReplaceLineEndings("\n") == table,
            $"What bad plugins do and what is told about it has changed: docs/{Table.FileName} differs from what was seen. Read {written}; if it is right, replace the document by it.");
    }
}
