using System.Globalization;
using System.Text;

namespace Orchestrator.Verifier;

/// <summary>Strangers' words as a person may safely read them: nothing moves the cursor, turns the direction or hides.</summary>
internal static class ShownText
{
    /// <summary>Controls, bidi marks, invisible and unassigned characters as <c>\u{…}</c>; a backslash doubled.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\\')
                shown.Append("\\\\");
            else if (IsPlain(rune))
                shown.Append(rune.ToString());
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return shown.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
