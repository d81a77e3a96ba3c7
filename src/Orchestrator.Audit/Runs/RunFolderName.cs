using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Audit.Runs;

/// <summary>
/// Name of the folder of one run's log: <c>run-000042-20261120T080000Z-3f0a1b2c</c>. The number orders the runs of a disk,
/// whatever its clock said.
/// </summary>
/// <param name="Ordinal">Counts up from 1.</param>
/// <param name="Started">When, for people.</param>
/// <param name="ShortId">First eight hex digits of the run's id.</param>
public sealed partial record RunFolderName(int Ordinal, DateTimeOffset Started, string ShortId)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The folder's name.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"run-{Ordinal:D6}-{Started.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{ShortId}");

    /// <summary>Reads a folder's name.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RunFolderName? name)
    {
        name = null;
        var match = Shape().Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
            return false;
        if (!DateTimeOffset.TryParseExact(match.Groups[2].ValueSpan, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started))
            return false;
        name = new RunFolderName(ordinal, started, match.Groups[3].Value);
        return true;
    }

    /// <summary>The runs under a folder, oldest first.</summary>
    public static IReadOnlyList<RunFolderName> List(string root) =>
        !Directory.Exists(root) ? [] : [.. Directory.EnumerateDirectories(root)
            .Select(d => TryParse(Path.GetFileName(d), out var name) ? name : null)
            .OfType<RunFolderName>()
            .OrderBy(n => n.Ordinal).ThenBy(n => n.ShortId, StringComparer.Ordinal)];

    [GeneratedRegex("^run-([0-9]{6,9})-([0-9]{8}T[0-9]{6}Z)-([0-9a-f]{8})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
