using System.Text;
using Microsoft.Playwright;
using Orchestrator.Broker.Commands;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Secrets;

/// <summary>A whole support case on paper: exported by the command, opened and printed by a real browser.</summary>
public sealed class ExportTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    [SkippableFact]
    [Trait("Requirement", "R-AUD-11")]
    public async Task A_session_is_exported_complete_and_a_browser_prints_it_on_numbered_pages()
    {
        var (code, said, error) = await RunAsync("audit", "export", demo.Session.ToString(), "--data", demo.BrokerData, "--run", demo.RunFolder, "--out", Folder("whole"));
        Assert.True(code == 0, said + error);
        var page = Path.Combine(Folder("whole"), $"session-{demo.Session}.html");
        Assert.Equal(File.ReadAllBytes(Path.Combine(demo.RunFolder, "records.jsonl")), File.ReadAllBytes(Path.Combine(Folder("whole"), $"session-{demo.Session}-instrument.jsonl")));
        var own = File.ReadAllLines(Path.Combine(demo.BrokerData, "log", "records.jsonl")).Where(line => line.Contains($"\"session\":\"{demo.Session}\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(own, File.ReadAllLines(Path.Combine(Folder("whole"), $"session-{demo.Session}-broker.jsonl")));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = RealComponent.Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
        var tab = await browser.NewPageAsync();
        var complaints = new List<string>();
        tab.Console += (_, message) => complaints.Add(message.Text);
        tab.Request += (_, request) => complaints.AddRange(request.Url.StartsWith("file:", StringComparison.Ordinal) ? [] : [request.Url]);
        await tab.GotoAsync(new Uri(page).AbsoluteUri);
        Assert.Empty(complaints);
        Assert.Equal(File.ReadAllLines(Path.Combine(demo.RunFolder, "records.jsonl")).Length + own.Length, await tab.Locator("tr.record").CountAsync());
        Assert.Equal(2, await tab.Locator("strong", new() { HasText = "VERIFIED" }).CountAsync());

        // The page's own style counts, so its policy names it rightly.
        Assert.Equal("collapse", await tab.EvaluateAsync<string>("getComputedStyle(document.querySelector('table')).borderCollapse"));
        var paper = await tab.PdfAsync(new() { PreferCSSPageSize = true, Path = Path.Combine(Folder("whole"), "session.pdf") });
        Assert.True(Encoding.Latin1.GetString(paper).Split("/Type /Page\n").Length > 3, "fewer than three pages");
    }

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public async Task What_the_broker_alone_has_is_exported_without_texts_and_says_so()
    {
        var (code, said, error) = await RunAsync("audit", "export", demo.Session.ToString(), "--data", demo.BrokerData, "--out", Folder("claims"));
        Assert.True(code == 0, said + error);
        var page = await File.ReadAllTextAsync(Path.Combine(Folder("claims"), $"session-{demo.Session}.html"));
        Assert.Contains("not in this copy", page, StringComparison.Ordinal);
        Assert.Contains(": complete", page, StringComparison.Ordinal);
        Assert.Equal(5, (await RunAsync("audit", "export", demo.Session.ToString(), "--data", demo.BrokerData, "--out", Folder("claims"))).Code);
        Assert.Equal(4, (await RunAsync("audit", "export", "100000000", "--data", demo.BrokerData, "--out", Folder("nothing"))).Code);
    }

    private string Folder(string name) => Path.Combine(demo.Output, $"export-{name}");

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await BrokerProgram.RunAsync(args, output, error, Stream.Null);
        return (code, output.ToString(), error.ToString());
    }
}
