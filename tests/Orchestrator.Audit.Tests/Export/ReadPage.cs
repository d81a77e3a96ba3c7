using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Orchestrator.Audit.Tests.Export;

/// <summary>A page of an export read back: what a program would get from it.</summary>
internal static partial class ReadPage
{
    /// <summary>For each record of each log its values by path, what records have in common included.</summary>
    public static List<Dictionary<string, string>> Records(string page)
    {
        var records = new List<Dictionary<string, string>>();
        foreach (var table in page.Split("<table class=\"records\"")[1..])
            records.AddRange(OfTable(table));
        return records;
    }

    /// <summary>Texts behind commitments, short ones and long ones.</summary>
    public static List<string> Texts(string page) => [.. TextValues().Matches(page).Select(match => Decode(match.Groups[1].Value))];

    /// <summary>The text of a piece of the page.</summary>
    public static string Decode(string html) => WebUtility.HtmlDecode(Boxes().Replace(html, box => $"&#{int.Parse(box.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)};"));

    /// <summary>What records have in common is said anew in each table.</summary>
    private static List<Dictionary<string, string>> OfTable(string table)
    {
        var records = new List<Dictionary<string, string>>();
        var context = new Dictionary<string, string>();
        foreach (Match row in Rows().Matches(table))
        {
            var kind = row.Groups[1].Value;
            if (kind.StartsWith("context", StringComparison.Ordinal))
            {
                foreach (var (path, _) in Values(row.Value, "g"))
                    context.Remove(path);
                foreach (var (path, value) in Values(row.Value, "c"))
                    context[path] = value;
            }
            else if (kind.StartsWith("record", StringComparison.Ordinal))
                records.Add(Values(row.Value, "p").Concat(context).ToDictionary());
        }

        return records;
    }

    private static Dictionary<string, string> Values(string row, string kind) =>
        Regex.Matches(row, $"<bdi(?: class=\"k\")? data-{kind}=\"([^\"]*)\">(.*?)</bdi>", RegexOptions.Singleline).ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => Decode(m.Groups[2].Value));

    [GeneratedRegex("<tr class=\"([^\"]*)\".*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Rows();

    [GeneratedRegex("<bdi data-t=\"[^\"]*\"(?: data-r=\"[^\"]*\")?>(.*?)</bdi>", RegexOptions.Singleline)]
    private static partial Regex TextValues();

    [GeneratedRegex("<b class=\"u\">U\\+([0-9A-F]{4,6})</b>")]
    private static partial Regex Boxes();
}
