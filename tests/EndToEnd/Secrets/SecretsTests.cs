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
        var files = ReadAll();

        // What must have been looked at for the answer to mean something.
        Assert.Contains(files.Keys, f => f.EndsWith("broker.db", StringComparison.Ordinal));
        Assert.Equal(2, files.Keys.Count(f => Path.GetFileName(f) == "records.jsonl"));
        var found = files.SelectMany(file => CanarySearch.Find(secret, file.Value).Select(form => $"{file.Key}: {form}"))
            .Concat(CanarySearch.Find(secret, Encoding.UTF8.GetBytes(demo.Said)).Select(form => $"output: {form}"))
            .ToList();
        Assert.True(found.Count == 0, string.Join("; ", found));
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

    /// <summary>Every file that is there. SQLite may take its side files away while we look; then the look begins anew, for what they held is elsewhere now.</summary>
    private Dictionary<string, byte[]> ReadAll()
    {
        for (var look = 1; ; look++)
        {
            try
            {
                return new[] { demo.Work, demo.Output }
                    .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                    .ToDictionary(file => file, Read);
            }
            catch (FileNotFoundException) when (look < 5)
            {
                // Gone between being listed and being read.
            }
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
