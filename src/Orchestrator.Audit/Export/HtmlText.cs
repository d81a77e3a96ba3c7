using System.Globalization;
using System.Text;

namespace Orchestrator.Audit.Export;

/// <summary>
/// Text from outside as HTML, so that a reader sees what is there and nothing else: markup is escaped, and what is invisible, turns the
/// direction or breaks a line stands as its number in a box. A page read back gives the same text.
/// </summary>
internal static class HtmlText
{
    private const int MarksOfALetter = 2;

    /// <summary>Writes one text.</summary>
    public static void Write(TextWriter page, string text)
    {
        var marks = MarksOfALetter;
        foreach (var rune in text.EnumerateRunes())
        {
            // Accents belong to the letter before them; piled up they would paint over the lines above.
            marks = Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? marks + 1 : Rune.IsLetter(rune) ? 0 : MarksOfALetter;
            switch (rune.Value)
            {
                case '&': page.Write("&amp;"); break;
                case '<': page.Write("&lt;"); break;
                case '>': page.Write("&gt;"); break;
                case '"': page.Write("&quot;"); break;
                case '\'': page.Write("&#39;"); break;
                default: Write(page, rune, IsPlain(rune) && marks <= MarksOfALetter); break;
            }
        }
    }

    /// <summary>The same as a string.</summary>
    public static string Of(string text)
    {
        using var page = new StringWriter();
        Write(page, text);
        return page.ToString();
    }

    /// <summary>Text for an attribute between double quotes.</summary>
    public static string Attribute(string text)
    {
        var value = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if ((Rune.IsLetterOrDigit(rune) && !IsBlank(rune.Value)) || rune.Value is ' ' or '.' or '-' or '_' or '[' or ']')
                value.Append(rune);
            else
                value.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
        }

        return value.ToString();
    }

    private static void Write(TextWriter page, Rune rune, bool plain)
    {
        if (plain)
        {
            Span<char> units = stackalloc char[2];
            page.Write(units[..rune.EncodeToUtf16(units)]);
        }
        else
            page.Write(string.Create(CultureInfo.InvariantCulture, $"<b class=\"u\">U+{rune.Value:X4}</b>"));
    }

    private static bool IsPlain(Rune rune) => rune.Value == ' ' || (rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.EnclosingMark) && !IsBlank(rune.Value));

    // Letters by their category, but nothing is drawn: Hangul fillers, Braille blank.
    private static bool IsBlank(int value) => value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;
}
