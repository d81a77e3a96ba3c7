using System.Text.RegularExpressions;
using Orchestrator.TestSupport;

namespace Orchestrator.Audit.Tests.Pages;

/// <summary>docs/part11.md names a test for what the product has; each of them exists, no clause is left out, and no word promises what software can't.</summary>
public sealed partial class Part11PageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "part11.md"));

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var classes = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .GroupBy(file => Path.GetFileNameWithoutExtension(file).Split('.')[0])
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)));
        var named = TestName().Matches(Page);
        Assert.True(named.Count > 40);
        Assert.Equal([], named.Where(test => !classes.TryGetValue(test.Groups[1].Value, out var text) || !text.Contains($" {test.Groups[2].Value}(", StringComparison.Ordinal)).Select(test => test.Value).Distinct());
    }

    [Fact]
    public void Every_clause_has_its_row_with_a_test_or_a_dash()
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.StartsWith("| clause", StringComparison.Ordinal)).ToArray();
        var wanted = "abcdefghijk".Select(letter => $"| 11.10({letter}) ").Concat(["| 11.30 ", "| 11.50 ", "| 11.70 ", "| 11.100 ", "| 11.200(a) ", "| 11.200(b) "])
            .Concat("abcde".Select(letter => $"| 11.300({letter}) ")).Concat(Enumerable.Range(1, 17).Select(clause => $"| {clause} ")).ToArray();
        Assert.Equal(wanted.Length, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.StartsWith(wanted[i], rows[i], StringComparison.Ordinal);
            var cells = rows[i].Split('|');
            Assert.Equal(6, cells.Length);
            Assert.True(TestName().IsMatch(cells[3]) || cells[3].Trim() == "—", rows[i]);
        }
    }

    [Fact]
    public void The_page_never_says_compliant() => Assert.DoesNotMatch("(?i)compliant|fully complies|ensures compliance|certified for", Page);

    [GeneratedRegex("`([A-Z]\\w+(?:Tests|Specs|Conformance))\\.([A-Z]\\w+)`")]
    private static partial Regex TestName();
}
