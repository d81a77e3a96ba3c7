using System.Text;

namespace Orchestrator.Trust.Encoding;

/// <summary>Base32 of RFC 4648, without padding: what authenticator apps take, and what people can type.</summary>
public static class Base32
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The text of these bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(((bytes.Length * 8) + 4) / 5);
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            buffer = (buffer << 8) | one;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Digits[(buffer >> bits) & 31]);
            }
        }

        if (bits > 0)
            text.Append(Digits[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>True for a character that <see cref="Encode"/> writes.</summary>
    public static bool IsDigit(char c) => Digits.Contains(c, StringComparison.Ordinal);
}
