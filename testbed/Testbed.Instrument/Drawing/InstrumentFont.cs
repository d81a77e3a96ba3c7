using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>
/// The one family that all text is drawn with: IBM Plex Sans, embedded, so that the picture is the same on every machine. Skia draws
/// nothing, silently, without a font; so a face that is missing or empty is an error here.
/// </summary>
internal sealed class InstrumentFont : IDisposable
{
    private readonly SKTypeface _regular = Load("ibm-plex-sans-latin-400-normal.woff");
    private readonly SKTypeface _semiBold = Load("ibm-plex-sans-latin-600-normal.woff");
    private readonly Dictionary<(float Size, bool Bold), SKFont> _fonts = [];

    internal int GlyphCount => Math.Min(_regular.GlyphCount, _semiBold.GlyphCount);

    internal SKFont Get(float size, bool bold)
    {
        if (!_fonts.TryGetValue((size, bold), out var font))
        {
            font = new SKFont(bold ? _semiBold : _regular, size) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.Slight, Subpixel = true };
            _fonts.Add((size, bold), font);
        }

        return font;
    }

    /// <summary>The text with every character that the face lacks replaced by "?", so that nothing is silently left out.</summary>
    internal string Printable(string text)
    {
        if (Ascii.IsValid(text) && !text.Any(char.IsControl))
            return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var blank = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator;
            result.Append(blank ? " " : Get(14, false).ContainsGlyph(rune.Value) && Get(14, true).ContainsGlyph(rune.Value) ? rune.ToString() : "?");
        }

        return result.ToString();
    }

    public void Dispose()
    {
        foreach (var font in _fonts.Values)
            font.Dispose();
        _regular.Dispose();
        _semiBold.Dispose();
    }

    internal static SKTypeface Load(string resource)
    {
        using var stream = typeof(InstrumentFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The font {resource} isn't embedded in this build; no text could be drawn.");
        return Load(stream, resource);
    }

    internal static SKTypeface Load(Stream stream, string name)
    {
        var face = SKTypeface.FromStream(stream);
        return face is { GlyphCount: > 0 } ? face : throw new InvalidOperationException($"The font {name} has no glyphs; no text could be drawn.");
    }
}
