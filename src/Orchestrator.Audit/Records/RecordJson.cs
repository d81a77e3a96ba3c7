using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Orchestrator.Audit.Records;

/// <summary>The one way in which records become JSON: no spaces, fixed escapes.</summary>
internal static class RecordJson
{
    /// <summary>
    /// Letters of the scripts in use stay legible; everything that could change how a line looks is escaped: controls, bidi
    /// marks, invisible characters, HTML's own, and all characters beyond the basic plane.
    /// </summary>
    public static readonly JavaScriptEncoder Encoder = CreateEncoder();

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = Encoder, Indented = false, MaxDepth = RecordLimits.DataDepth + 2 };

    public static readonly JsonDocumentOptions ReaderOptions = new() { AllowDuplicateProperties = false, MaxDepth = RecordLimits.DataDepth + 2 };

    private static JavaScriptEncoder CreateEncoder()
    {
        var settings = new TextEncoderSettings(
            UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA, UnicodeRanges.LatinExtendedB,
            UnicodeRanges.GreekandCoptic, UnicodeRanges.Cyrillic, UnicodeRanges.Hebrew, UnicodeRanges.Arabic,
            UnicodeRanges.Hiragana, UnicodeRanges.Katakana, UnicodeRanges.CjkUnifiedIdeographs, UnicodeRanges.HangulSyllables);
        settings.ForbidCharacters(
            '\u00ad', // soft hyphen
            '\u0600', '\u0601', '\u0602', '\u0603', '\u0604', '\u0605', // Arabic number signs: format characters
            '\u061c', // Arabic letter mark: turns the direction
            '\u06dd'); // Arabic end of ayah: format character
        settings.AllowCharacters('\u2026'); // the ellipsis of a cut text
        return JavaScriptEncoder.Create(settings);
    }
}
