using System.Globalization;
using System.Text;

namespace Orchestrator.Broker.Commands;

/// <summary>A stranger's text as it may stand on a terminal: nothing in it moves the cursor or turns the line.</summary>
internal static class ShownText
{
    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
            shown.Append(hidden ? $"<U+{rune.Value:X4}>" : rune.ToString());
        }

        return shown.ToString();
    }
}
