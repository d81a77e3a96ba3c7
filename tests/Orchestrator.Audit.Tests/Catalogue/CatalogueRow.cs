using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Audit.Catalogue;

namespace Orchestrator.TestSupport;

/// <summary>Holds what was written against its row.</summary>
internal static class CatalogueRow
{
    public static void Holds(CatalogueEvent row, string sentence, string who, JsonElement data)
    {
        Assert.True(row.Sentences.Any(template => IsLike(template, sentence)), $"{row.Code}: \"{sentence}\" isn't like \"{string.Join("\" or \"", row.Sentences)}\"");
        Assert.Contains(who, row.Who);
        var names = data.EnumerateObject().Select(p => p.Name).Where(name => name is not ("pending" or "nth")).ToArray();
        Assert.Empty(names.Except(row.Fields.Select(f => f.Name)).Select(name => $"{row.Code}: {name} isn't in the catalogue"));
        Assert.Empty(row.Fields.Where(f => !f.IsOptional).Select(f => f.Name).Except(names).Select(name => $"{row.Code}: {name} isn't written"));
        Assert.Equal(row.Fields.Select(f => f.Name).Where(names.Contains), names);
    }

    private static bool IsLike(string template, string sentence) =>
        Regex.IsMatch(sentence, "^" + Regex.Replace(Regex.Escape(template), @"\\\{[^}]*}", "(.*)") + "$", RegexOptions.Singleline);
}
