using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Audit.Records;

/// <summary>Cuts text from outside to its limit and says so in its place.</summary>
internal static class RecordText
{
    /// <summary>
    /// The text itself, or its beginning with "… (cut: 9000 characters, SHA-256 …)". Half surrogate pairs become U+FFFD, so
    /// that what is read back equals what was written.
    /// </summary>
    public static string Clip(string text, int limit)
    {
        var whole = HasLoneSurrogate(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        if (whole.Length <= limit)
            return whole;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)));
        var tail = string.Create(CultureInfo.InvariantCulture, $"\u2026 (cut: {whole.Length} characters, SHA-256 {hash})");
        var keep = limit - tail.Length;
        if (char.IsHighSurrogate(whole[keep - 1]))
            keep--;
        return whole[..keep] + tail;
    }

    private static bool HasLoneSurrogate(string text)
    {
        // Nearly every text has no surrogate at all, and that is seen in one pass.
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
