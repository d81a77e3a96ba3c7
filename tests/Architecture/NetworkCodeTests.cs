using System.Reflection;
using System.Text.RegularExpressions;
using Orchestrator.Links.Diagnosing;
using Orchestrator.Links.Dialing;
using Orchestrator.Pac;

namespace Orchestrator.Architecture;

/// <summary>docs/network-codes.md and the programs know the same codes.</summary>
public sealed partial class NetworkCodeTests
{
    // Variables of the environment, not codes.
    private static readonly string[] NoCodes = ["NO_COLOR", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "XDG_CURRENT_DESKTOP"];

    [Fact]
    [Trait("Requirement", "R-NET-7")]
    public void Every_code_has_its_row_and_every_row_its_code()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "network-codes.md"))).Select(row => row.Groups[1].Value).ToList();

        Assert.Equal(rows.Distinct().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        Assert.Equal(InCode().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_says_what_it_means_and_what_both_readers_can_do()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "network-codes.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.True(rows.Count > 30, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.Equal(4, row.Trim('|').Split('|').Count(cell => cell.Trim().Length > 3)));
    }

    [Fact]
    public void Every_code_belongs_to_a_step()
    {
        // What names no step of its own ends where the attempt was; those are few and known.
        var wandering = InCode().Where(code => DialHops.Of(code, new DialTrail { Reached = DialHop.Name }) != DialHops.Of(code, new DialTrail { Reached = DialHop.Tls }));

        Assert.Equal(["CAPTIVE_PORTAL", "CONFIGURATION", "PROGRAM_FAULT", "SITE_FILE", "TIMEOUT"], wandering.Order(StringComparer.Ordinal));
    }

    /// <summary>The constants, and whatever a plugin of the way out or the faces write as one.</summary>
    private static HashSet<string> InCode()
    {
        var constants = new[] { typeof(DialCodes), typeof(DiagnosisCodes), typeof(PacCodes) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!);
        var plugins = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "plugins"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name.StartsWith("Proxy.", StringComparison.Ordinal) || name.StartsWith("Transport.", StringComparison.Ordinal) || name == "Shared")
            .Select(name => Path.Combine("plugins", name));
        var literals = Repository.Files(".cs", [.. plugins, Path.Combine("src", "Orchestrator.Links"), Path.Combine("src", "Orchestrator.QuickSupport")])
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        return [.. constants.Concat(literals).Except(NoCodes)];
    }

    [GeneratedRegex("^\\| `([A-Z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("\"([A-Z]+(?:_[A-Z]+)+)\"")]
    private static partial Regex Literal();
}
