using System.Text;

namespace Orchestrator.EndToEnd.Secrets;

/// <summary>After a whole support case neither password nor PIN is in any file or in what was printed. No file is left out.</summary>
public sealed class SecretsTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    [Theory]
    [InlineData("password")]
    [InlineData("PIN")]
    [Trait("Requirement", "R-AUD-16")]
    public void No_file_and_no_output_holds_it(string which)
    {
        var secret = demo.Secrets[which];
        var files = Directory.EnumerateFiles(demo.Work, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(demo.Output, "*", SearchOption.AllDirectories)).ToList();

        // What must have been looked at for the answer to mean something.
        Assert.Contains(files, f => f.EndsWith("broker.db", StringComparison.Ordinal));
        Assert.Equal(2, files.Count(f => Path.GetFileName(f) == "records.jsonl"));
        var found = files.SelectMany(file => CanarySearch.Find(secret, File.ReadAllBytes(file)).Select(form => $"{file}: {form}"))
            .Concat(CanarySearch.Find(secret, Encoding.UTF8.GetBytes(demo.Said)).Select(form => $"output: {form}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("PIN")]
    public void The_search_finds_it_in_each_form(string which)
    {
        var secret = demo.Secrets[which];
        foreach (var (form, needle, _) in CanarySearch.Forms(secret))
        {
            byte[] haystack = [.. Encoding.ASCII.GetBytes("before: "), .. needle, .. Encoding.ASCII.GetBytes("; behind")];
            Assert.Contains(form, CanarySearch.Find(secret, haystack));
        }

        foreach (var before in (string[])["", "x", "xy"])
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + "z"));
            Assert.NotEmpty(CanarySearch.Find(secret, Encoding.ASCII.GetBytes(encoded)));
        }
    }
}
