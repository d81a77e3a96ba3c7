using System.Globalization;
using System.Text;
using Orchestrator.Broker.Text;

namespace Orchestrator.Broker.Accounts;

/// <summary>The name that the operator reads in a prompt. No control, format or line characters: it can't rewrite the line that it stands in.</summary>
internal static class PrintedName
{
    /// <summary>Fits one line of a prompt.</summary>
    public const int MaxCodePoints = 80;

    /// <summary>The name, trimmed; null when it can't be shown safely.</summary>
    public static string? Parse(string? text)
    {
        var name = text?.Trim();
        if (string.IsNullOrEmpty(name) || !UnicodeText.IsWellFormed(name) || UnicodeText.CountCodePoints(name) > MaxCodePoints)
        {
            return null;
        }

        return name.EnumerateRunes().All(IsShown) ? name : null;
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
