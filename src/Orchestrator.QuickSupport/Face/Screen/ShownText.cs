using System.Text;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.QuickSupport.Face.Screen;

/// <summary>Text of other people on a terminal: nothing in it can move the cursor, hide, or turn the reading direction.</summary>
internal static class ShownText
{
    /// <summary>The text with everything that isn't plainly visible replaced by a question mark; line ends become blanks.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(rune.Value is '\n' or '\r' or '\t' ? " " : SafeText.IsSafe(rune) ? rune.ToString() : "?");
        }

        return shown.ToString();
    }

    /// <summary>Broken at blanks into lines of at most so many characters; a longer word is cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var rest = Of(paragraph);
            while (rest.Length > width)
            {
                var cut = rest.LastIndexOf(' ', width);
                var length = cut > 0 ? cut : width;
                yield return rest[..length];
                rest = rest[length..].TrimStart();
            }

            yield return rest;
        }
    }

    /// <summary>At most so many characters, with an ellipsis where it was cut.</summary>
    public static string Fit(string text, int width) => text.Length <= width ? text : width < 1 ? "" : text[..(width - 1)] + "…";
}
