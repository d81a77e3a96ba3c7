using System.Text;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>The words of an enumeration as people write them: <c>BrokenIpv6</c> is <c>broken-ipv6</c>, <c>Status403</c> is <c>403</c>.</summary>
public static class Words
{
    private const string Status = "Status";

    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        if (name.StartsWith(Status, StringComparison.Ordinal))
            return name[Status.Length..];
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    /// <summary>All words, in the order of the values.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    internal static T Read<T>(YamlPlace place)
        where T : struct, Enum
    {
        var word = place.Text(60);
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
                return value;
        }

        throw place.Wrong($"needs one of {string.Join(", ", All<T>())}");
    }
}
