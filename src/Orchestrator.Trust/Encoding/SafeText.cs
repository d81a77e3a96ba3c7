using System.Globalization;
using System.Text;

namespace Orchestrator.Trust.Encoding;

/// <summary>
/// Text that people will read on a prompt or in a record: no control characters, no marks that reverse the reading direction or hide, no blank
/// ends, so that it can't look like something else.
/// </summary>
public static class SafeText
{
    /// <summary>True for 1 to <paramref name="maxCodePoints"/> code points that are safe to show.</summary>
    public static bool IsSafe(string? text, int maxCodePoints)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 2 * maxCodePoints)
            return false;
        var count = 0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done || !IsSafe(rune))
                return false;
            rest = rest[used..];
            count++;
        }

        return count <= maxCodePoints && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
    }

    /// <summary>True for a character that stays where it is written: no control, no mark that turns the direction or hides, nothing that Unicode hasn't assigned.</summary>
    public static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
