using System.Globalization;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Export;

/// <summary>
/// An export as one HTML page for people: complete, without script, nothing loaded. Every value of every record stands on it with its path
/// (<c>data-p</c>), so that a program can read the page back and compare.
/// </summary>
internal sealed class SessionPage(TextWriter page, SessionExport export)
{
    private const string Time = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <summary>Writes the page.</summary>
    public void Write()
    {
        var facts = ExportFacts.Of(export.Logs);
        var made = export.MadeAt.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);
        var style = PageStyle.Of(Plain($"{export.Title}, evidence log, made {made}"));
        Line("<!DOCTYPE html>");
        Line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageStyle.Policy(style)}\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">");
        Line($"<title>{HtmlText.Of(export.Title)}, evidence log</title>");
        Line($"<style>{style}</style></head><body>");
        Line($"<h1>{HtmlText.Of(export.Title)}</h1>");
        Line($"<p>Evidence log, all records in order. Made {made} by {Value(export.MadeBy)}.</p>");
        WriteFacts(facts);
        foreach (var log in export.Logs)
            WriteProof(log);
        WriteSignatures(facts);
        foreach (var log in export.Logs)
            new LogTable(page, log).Write();
        Line("<p class=\"small\">A boxed number like <b class=\"u\">U+</b> with digits stands for a character that isn't visible, or that would change how the text around it looks. "
            + "Values are as the log has them; the exact lines lie in the files beside this page.</p>");
        Line("</body></html>");
    }

    private void WriteFacts(ExportFacts facts)
    {
        Line("<table class=\"facts\">");
        Fact("Instrument", Value(facts.Instrument));
        Fact("Technician", facts.Technicians.Count == 0 ? "nobody joined" : string.Join("<br>", facts.Technicians.Select(Value)));
        Fact("Operator", Operator(facts));
        Fact("Start", Value(facts.Start));
        Fact("End", facts.End.Length == 0 ? "not in these records" : Value(facts.End));
        foreach (var log in export.Logs)
            Fact($"Records, {HtmlText.Of(log.Title)}", Count(log));
        Line("</table>");
    }

    private string Operator(ExportFacts facts)
    {
        if (facts.StatedName.Length == 0)
            return "stated no name";
        var name = export.Logs.Select(log => log.Texts?.Find(facts.StatedName)).FirstOrDefault(text => text is not null);
        return $"{(name is null ? "<span class=\"gone\">the stated name is erased, or not in this copy</span>" : $"{Value(name)} (as stated)")}, account of the operating system {Value(facts.OsAccount)}";
    }

    private static string Count(ExportedLog log) => log.Lines.Length == log.RecordsInLog
        ? string.Create(CultureInfo.InvariantCulture, $"{log.Lines.Length} of {log.RecordsInLog}: complete")
        : string.Create(CultureInfo.InvariantCulture, $"<strong>{log.Lines.Length} of {log.RecordsInLog}: NOT COMPLETE</strong>");

    private void WriteProof(ExportedLog log)
    {
        Line($"<div class=\"proof{(log.Proof.IsProven ? "" : " bad")}\"><p><strong>{(log.Proof.IsProven ? "&#10003; VERIFIED" : "&#10007; NOT VERIFIED")}</strong> {HtmlText.Of(log.Title)}: {HtmlText.Of(log.Proof.Sentence)}</p>");
        Line($"<p class=\"small\">Log {Value(log.Origin)}{(log.Proof.Key.Length == 0 ? "" : $", checked by the key <bdi class=\"k\">{HtmlText.Of(log.Proof.Key)}</bdi>")}</p>");
        foreach (var finding in log.Proof.Findings)
        {
            var at = finding.Sequence is { } sequence ? string.Create(CultureInfo.InvariantCulture, $" (record {sequence})") : "";
            Line($"<p>{Severity(finding.Severity)}: {Value(finding.Sentence)}{at}</p>");
        }

        Line("</div>");
    }

    private void WriteSignatures(ExportFacts facts)
    {
        Line("<h2>Signatures</h2>");
        if (facts.Signed.Count == 0)
        {
            Line("<p>None in these records.</p>");
            return;
        }

        Line("<table class=\"records\"><thead><tr><th>Printed name</th><th>Date and time (UTC)</th><th>Meaning</th><th>About</th></tr></thead><tbody>");
        foreach (var one in facts.Signed)
        {
            Line($"<tr><td>{Value(one.PrintedName)}<br><span class=\"small\">{Value(one.Account)}, {Value(one.Role)}, {Value(one.Authentication)}</span></td><td>{Value(one.Utc)}</td>"
                + $"<td>{Value(one.Meaning)}{(one.Remarks.Length == 0 ? "" : $"<br>{Value(one.Remarks)}")}</td><td>{Value(one.About)} <a href=\"#{one.Log}-{HtmlText.Attribute(one.Sequence)}\">record {HtmlText.Of(one.Sequence)}</a></td></tr>");
        }

        Line("</tbody></table>");
    }

    private void Fact(string name, string html) => Line($"<tr><th>{name}</th><td>{html}</td></tr>");

    private void Line(string html)
    {
        page.Write(html);
        page.Write('\n');
    }

    private static string Value(string text) => $"<bdi>{HtmlText.Of(text)}</bdi>";

    // What goes into the style sheet's string must not end it.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or ',' or ':' or '-' or '.' ? c : '?'));

    private static string Severity(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "<strong>Error</strong>",
        FindingSeverity.Warning => "<strong>Warning</strong>",
        _ => "Note",
    };
}
