using System.Globalization;
using System.Text;
using Orchestrator.Audit.Catalogue;

namespace Orchestrator.Audit.Export;

/// <summary>One log as a table, a row for each record; where it was written from stands in a row of its own as often as it changes.</summary>
internal sealed class LogTable(TextWriter page, ExportedLog log)
{
    /// <summary>A longer text stands behind the table.</summary>
    private const int ShortText = 300;

    private readonly List<(string Sequence, string Path, string Text)> _long = [];
    private Dictionary<string, string> _context = [];

    public void Write()
    {
        Line($"<h2>{HtmlText.Of(log.Title)}</h2>");
        Line($"<p class=\"small\">Log <bdi>{HtmlText.Of(log.Origin)}</bdi>. Records are in the order in which they were written; their number decides, not the clock.</p>");
        Line($"<table class=\"records\" id=\"{log.Id}\"><thead><tr><th class=\"n\">No.</th><th class=\"when\">When (UTC)</th><th class=\"who\">Who</th><th>What</th></tr></thead><tbody>");
        for (var i = 0; i < log.Lines.Length; i++)
            WriteRecord(log.Lines[i], i);
        Line("</tbody></table>");
        Line(string.Create(CultureInfo.InvariantCulture, $"<p>{log.Lines.Length} records.</p>"));
        if (_long.Count > 0)
            WriteLong();
    }

    private void WriteRecord(ReadOnlyMemory<byte> line, int place)
    {
        if (RecordValues.Of(line) is not { } record)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"<tr class=\"record error\" id=\"{log.Id}-line-{place}\"><td class=\"n\">?</td><td colspan=\"3\"><strong>This line isn't a record.</strong> <bdi data-p=\"\">")
                + HtmlText.Of(Encoding.UTF8.GetString(line.Span)) + "</bdi></td></tr>");
            return;
        }

        WriteContext(record);
        var sequence = record.Peek("seq") ?? "";
        Line($"<tr class=\"record {Outcome(record.Peek("change.outcome"))}\" id=\"{log.Id}-{HtmlText.Attribute(sequence)}\"><td class=\"n\">{Taken(record, "seq")}</td>");
        Line($"<td class=\"when\">{Taken(record, "when.utc")}<br><span class=\"small\">{Labelled(record, "when.offset", "local + ", " min")}{Labelled(record, "when.monotonic", "; ", " &#181;s since the log was opened")}{Labelled(record, "when.clock", "; clock: ", "")}</span></td>");
        WriteWho(record);
        page.Write($"<td><span class=\"code\">{Taken(record, "event")}</span><span class=\"small\">{Labelled(record, "session", ", session ", "")}{Labelled(record, "ticket", ", ticket ", "")}{Labelled(record, "v", ", format ", "")}</span><br>{Taken(record, "text")}");
        WriteChange(record);
        WriteRest(record, sequence);
        Line("</td></tr>");
    }

    private void WriteContext(RecordValues record)
    {
        var now = record.Context.ToDictionary(v => v.Path, v => v.Value);
        var changed = record.Context.Where(v => _context.GetValueOrDefault(v.Path) != v.Value).ToArray();
        var gone = _context.Keys.Where(path => !now.ContainsKey(path)).ToArray();
        if (changed.Length + gone.Length == 0)
            return;
        page.Write($"<tr class=\"context\"><td class=\"n\"></td><td colspan=\"3\"><strong>{(_context.Count == 0 ? "Written from here on:" : "Changed from here on:")}</strong>");
        foreach (var (path, value) in changed)
            page.Write($" <span>{HtmlText.Of(path)} = {Tagged("c", path, value)};</span>");
        foreach (var path in gone)
            page.Write($" <span>no {Tagged("g", path, path)};</span>");
        Line("</td></tr>");
        _context = now;
    }

    private void WriteWho(RecordValues record)
    {
        var name = Taken(record, "who.name");
        page.Write($"<td class=\"who\">{name}{(name.Length > 0 ? "<br>" : "")}{Taken(record, "who.kind")}<span class=\"small\">");
        foreach (var (path, label) in new[] { ("who.account", "account"), ("who.role", "role"), ("who.organisation", "of"), ("who.authentication", "proved by"), ("who.osAccount", "OS account"), ("who.key", "key") })
            page.Write(Labelled(record, path, $"<br>{label} ", ""));
        if (record.Take("who.statedName") is { } commitment)
            page.Write($"<br>stated name {Commitment(record.Peek("seq") ?? "", "who.statedName", commitment)}");
        Line("</span></td>");
    }

    private void WriteChange(RecordValues record)
    {
        var parts = new List<string>();
        var (before, after) = (Taken(record, "change.old"), Taken(record, "change.new"));
        if (before.Length + after.Length > 0)
            parts.Add(before.Length == 0 ? $"now {after}" : after.Length == 0 ? $"before {before}" : $"{before} &#8594; {after}");
        if (record.Peek("change.reason") is not null)
            parts.Add($"reason {Taken(record, "change.reason")}");
        if (record.Take("change.statedReason") is { } stated)
            parts.Add($"stated reason {Commitment(record.Peek("seq") ?? "", "change.statedReason", stated)}");
        if (record.Peek("change.outcome") is { } outcome)
            parts.Add($"<span class=\"outcome\">{(outcome == "success" ? "&#10003;" : outcome == "denied" ? "&#10007;" : "!")} {Taken(record, "change.outcome")}</span>");
        if (parts.Count > 0)
            page.Write($"<p class=\"change\">{string.Join("; ", parts)}</p>");
    }

    private void WriteRest(RecordValues record, string sequence)
    {
        var row = EventCatalogue.Find(record.Peek("event") ?? "");
        var rest = record.Rest.ToArray();
        if (rest.Length == 0)
            return;
        page.Write("<dl>");
        foreach (var (path, value) in rest)
        {
            var label = path.StartsWith("data.", StringComparison.Ordinal) ? path["data.".Length..] : path;
            page.Write($"<dt>{HtmlText.Of(label)}</dt><dd>{(IsCommitment(row, label, path) ? Commitment(sequence, path, value) : Tagged("p", path, value))}</dd>");
        }

        page.Write("</dl>");
    }

    private static bool IsCommitment(CatalogueEvent? row, string label, string path) =>
        path.StartsWith("data.", StringComparison.Ordinal) && (row?.Field(label)?.Type == CatalogueTypes.Commitment || label == "technician.caseReason");

    private string Commitment(string sequence, string path, string commitment)
    {
        var hash = $"<span class=\"small\">commitment {Tagged("p", path, commitment, "k")}</span>";
        if (log.Texts is null)
            return $"<span class=\"gone\">not in this copy</span> {hash}";
        if (log.Texts.Find(commitment) is not { } text)
            return $"<span class=\"gone\">erased</span> {hash}";
        if (text.Length <= ShortText)
            return $"{Tagged("t", path, text)} {hash}";
        _long.Add((sequence, path, text));
        return string.Create(CultureInfo.InvariantCulture, $"<a href=\"#{log.Id}-text-{_long.Count}\">text {_long.Count}, behind the table</a> {hash}");
    }

    private void WriteLong()
    {
        Line($"<h2>Long texts, {HtmlText.Of(log.Title)}</h2>");
        for (var i = 0; i < _long.Count; i++)
        {
            var (sequence, path, text) = _long[i];
            Line(string.Create(CultureInfo.InvariantCulture, $"<p id=\"{log.Id}-text-{i + 1}\">Text {i + 1}: {HtmlText.Of(path)} of <a href=\"#{log.Id}-{HtmlText.Attribute(sequence)}\">record {HtmlText.Of(sequence)}</a></p>"));
            Line($"<div class=\"long\"><bdi data-t=\"{HtmlText.Attribute(path)}\" data-r=\"{HtmlText.Attribute(sequence)}\">{HtmlText.Of(text)}</bdi></div>");
        }
    }

    private static string Taken(RecordValues record, string path) => record.Take(path) is { } value ? Tagged("p", path, value) : "";

    private static string Labelled(RecordValues record, string path, string before, string after) => record.Take(path) is { } value ? $"{before}{Tagged("p", path, value)}{after}" : "";

    private static string Tagged(string kind, string path, string value, string style = "") =>
        $"<bdi{(style.Length == 0 ? "" : $" class=\"{style}\"")} data-{kind}=\"{HtmlText.Attribute(path)}\">{HtmlText.Of(value)}</bdi>";

    private static string Outcome(string? outcome) => outcome is "denied" or "error" ? outcome : "";

    private void Line(string html)
    {
        page.Write(html);
        page.Write('\n');
    }
}
