using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Orchestrator.Audit.Catalogue;

/// <summary>
/// Every kind of record that this version writes: the one table. Tests hold it against the rules of sessions, the broker's observations and
/// docs/audit-format.md; the export reads from it which fields hide a text.
/// </summary>
public static partial class EventCatalogue
{
    private static readonly FrozenDictionary<string, CatalogueEvent> ByCode = Rows().ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    /// <summary>In the order of the page: a log's own, those of sessions, those of the broker.</summary>
    public static ImmutableArray<CatalogueEvent> All { get; } = [.. Rows()];

    /// <summary>The kind of this code; null for one of a newer version.</summary>
    public static CatalogueEvent? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The table of docs/audit-format.md.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder("| code | log | who | sentence | `data` |\n| --- | --- | --- | --- | --- |\n");
        foreach (var row in All)
        {
            var sentences = string.Join(" / ", row.Sentences);
            var fields = row.Fields.IsEmpty ? "nothing" : string.Join(", ", row.Fields.Select(f => $"`{f.Name}`{(f.IsOptional ? "?" : "")} {f.Type}"));
            page.Append($"| `{row.Code}` | {Word(row.Log)} | {string.Join(", ", row.Who)} | {sentences} | {fields} |\n");
        }

        return page.ToString();
    }

    /// <summary>How a log is called on the page.</summary>
    public static string Word(CatalogueLog log) => log switch
    {
        CatalogueLog.Run => "run",
        CatalogueLog.Broker => "broker",
        _ => "either",
    };

    private static IEnumerable<CatalogueEvent> Rows() => [.. OwnEvents(), .. SessionEventRows(), .. RelayEvents(), .. PeopleEvents(), .. WitnessEvents()];

    /// <param name="code">Stable code.</param>
    /// <param name="log">Where it must appear.</param>
    /// <param name="who">Kinds of actors, with blanks between.</param>
    /// <param name="sentences">Templates, with a bar between.</param>
    /// <param name="fields"><c>name:type</c>, or <c>name?:type</c> where it can be absent, with blanks between.</param>
    private static CatalogueEvent Row(string code, CatalogueLog log, string who, string sentences, string fields = "") => new(
        code, log, [.. who.Split(' ')], [.. sentences.Split('|')], [.. fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ToField)]);

    private static CatalogueField ToField(string text)
    {
        var parts = text.Split(':');
        var optional = parts[0].EndsWith('?');
        return CatalogueTypes.All.Contains(parts[1])
            ? new CatalogueField(parts[0].TrimEnd('?'), parts[1], optional)
            : throw new ArgumentException($"{parts[1]} is no type of a field.", nameof(text));
    }
}
