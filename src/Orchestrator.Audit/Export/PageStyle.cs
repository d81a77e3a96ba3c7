using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Audit.Export;

/// <summary>The page's look: on a screen, and on paper with page numbers and a running header. Nothing depends on colour.</summary>
internal static class PageStyle
{
    /// <param name="runningHeader">Letters, digits, blanks and plain punctuation: stands on each printed page.</param>
    public static string Of(string runningHeader) => Style.Replace("@HEADER@", runningHeader, StringComparison.Ordinal);

    /// <summary>Nothing is loaded and nothing runs; the one style that counts is this one.</summary>
    public static string Policy(string style) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'";

    private const string Style = """

        :root { color-scheme: light; }
        body { font: 10pt/1.35 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; margin: 1.5em auto; max-width: 75em; padding: 0 1em; }
        h1 { font-size: 17pt; margin: 0 0 .2em; } h2 { font-size: 13pt; margin: 1.6em 0 .4em; } p { margin: .3em 0; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25em .5em; overflow-wrap: anywhere; }
        bdi, .t { white-space: pre-wrap; } bdi.k, code { font-family: "Liberation Mono", "Courier New", monospace; font-size: 8pt; }
        .u { font: 7pt "Liberation Mono", monospace; border: 1px solid #000; padding: 0 .15em; margin: 0 .1em; }
        .facts th { width: 12em; font-weight: normal; color: #444; } .facts td { border-bottom: 1px solid #ddd; } .facts th { border-bottom: 1px solid #ddd; }
        .proof { border: 2px solid #000; padding: .5em .8em; margin: .6em 0; } .proof.bad { border: 4px double #900; } .proof strong { letter-spacing: .06em; } .proof.bad strong { color: #900; }
        .records th { background: #eee; border-bottom: 2px solid #000; font-size: 9pt; } .records td { border-bottom: 1px solid #bbb; }
        .n { width: 3em; text-align: right; } .when { width: 14em; } .when > bdi { white-space: nowrap; } .who { width: 13em; }
        .small, .small bdi { font-size: 8pt; color: #444; } .code { font-size: 8pt; }
        .change { border-left: 3px solid #000; padding-left: .5em; margin: .3em 0; } .denied .change, .error .change { border-left-style: double; border-left-width: 6px; }
        .outcome { font-weight: bold; } .denied .outcome, .error .outcome { color: #900; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8em; margin: .25em 0; font-size: 8.5pt; } dt { color: #444; } dd { margin: 0; overflow-wrap: anywhere; }
        .gone { font-style: italic; } .context td { background: #f6f6f6; font-size: 8pt; } .context span { margin-right: .6em; }
        .long { font: 7pt/1.25 "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #bbb; padding: .3em .5em; margin: .2em 0 .8em; }
        @media print { body { margin: 0; max-width: none; padding: 0; font-size: 8.5pt; } .when, .who { width: 9.5em; } dl { grid-template-columns: minmax(5em, max-content) 1fr; } thead { display: table-header-group; } tr { break-inside: avoid; } h2 { break-after: avoid; } a { color: inherit; text-decoration: none; } }
        @page { size: A4; margin: 18mm 14mm 16mm; @top-left { content: "@HEADER@"; font: 8pt sans-serif; } @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt sans-serif; } }

        """;
}
