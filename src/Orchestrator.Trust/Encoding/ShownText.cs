using System.Globalization;
using System.Text;

namespace Orchestrator.Trust.Encoding;

/// <summary>Strangers' words as a person may safely read them: nothing moves the cursor, turns the direction or hides.</summary>
public static class ShownText
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

    // A blank that isn't the common one looks like it.
    private static bool IsPlain(Rune rune) => rune.Value == ' ' || (SafeText.IsSafe(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpaceSeparator);
}
