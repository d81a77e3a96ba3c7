using System.Text.RegularExpressions;

namespace Orchestrator.Adversary.Programs;

/// <summary>docs/attacks.md names a test for each attack; each of them exists.</summary>
public sealed partial class AttackTableTests
{
    /// <summary>Of one other product, and each to be shown absent here (docs/attacks.md says by what).</summary>
    private static readonly int[] Cves = [30783, 30784, 30785, 30789, 30790, 30791, 30792, 30793, 30794, 30795, 30796, 30797, 30798];

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "attacks.md"));

    [Fact]
    public void Every_test_that_the_tables_name_exists()
    {
        var classes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .GroupBy(file => Path.GetFileNameWithoutExtension(file).Split('.')[0])
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)));
        var named = Lines.SelectMany(line => TestName().Matches(line)).ToList();

        Assert.True(named.Count > 50);
        Assert.DoesNotContain(named, test => !classes.TryGetValue(test.Groups["class"].Value, out var text) || !text.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_of_the_tables_names_a_test()
    {
        var rows = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.EndsWith("| test |", StringComparison.Ordinal)).ToList();

        Assert.True(rows.Count > 40);
        Assert.DoesNotContain(rows, row => !TestName().IsMatch(row.Split('|')[^2]));
    }

    [Fact]
    public void Every_CVE_has_its_row()
    {
        var rows = Lines.Where(line => line.StartsWith("| CVE-2026-", StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(Cves, cve => !rows.Exists(row => row.Contains($"{cve}", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`(?<class>[A-Z]\\w+Tests|[A-Z]\\w+Specs)\\.(?<method>[A-Z]\\w+)`")]
    private static partial Regex TestName();
}
