using System.Text;
using System.Text.Json;

namespace Orchestrator.EndToEnd.Secrets;

/// <summary>Finds a secret in bytes, in any of the forms in which a careless program would leave it there.</summary>
internal static class CanarySearch
{
    /// <summary>The forms that occur; empty: none.</summary>
    public static IReadOnlyList<string> Find(string secret, ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        foreach (var (form, needle, isText) in Forms(secret))
        {
            if (Contains(bytes, needle, isText))
            {
                found.Add(form);
            }
        }

        return found;
    }

    /// <summary>Every form, with its name.</summary>
    public static IEnumerable<(string Form, byte[] Needle, bool IsText)> Forms(string secret)
    {
        yield return ("UTF-8", Encoding.UTF8.GetBytes(secret), true);
        yield return ("JSON", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(secret)), false);
        yield return ("UTF-16LE", Encoding.Unicode.GetBytes(secret), false);
        yield return ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(secret), false);
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
        {
            var plain = encoding.GetBytes(secret);
            yield return ($"hex of {encoding.WebName}", Encoding.ASCII.GetBytes(Convert.ToHexString(plain)), false);
            yield return ($"lower-case hex of {encoding.WebName}", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain)), false);
            foreach (var shift in (int[])[0, 1, 2])
            {
                yield return ($"base64 of {encoding.WebName}, shifted by {shift}", Encoding.ASCII.GetBytes(Base64(plain, shift)), false);
            }
        }
    }

    /// <summary>The characters that are the same whatever stands before and behind.</summary>
    private static string Base64(byte[] plain, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. plain]);
        var first = ((shift * 8) + 5) / 6;
        var last = (shift + plain.Length) * 8 / 6;
        return text[first..last];
    }

    /// <summary>Six digits stand in many a number and hash by chance: as plain text a secret counts where no letter or digit continues it.</summary>
    private static bool Contains(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> needle, bool isText)
    {
        for (var from = 0; bytes[from..].IndexOf(needle) is var at and >= 0; from += at + 1)
        {
            var (start, end) = (from + at, from + at + needle.Length);
            if (!isText || ((start == 0 || !char.IsAsciiLetterOrDigit((char)bytes[start - 1])) && (end == bytes.Length || !char.IsAsciiLetterOrDigit((char)bytes[end]))))
            {
                return true;
            }
        }

        return false;
    }
}
