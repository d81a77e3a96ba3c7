using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Viewer;

/// <summary>The random parts of the page's address.</summary>
internal static class PageSecrets
{
    private const int PathBytes = 16;
    private const int PasswordLength = 8; // as many as RFB's password check takes
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>128 bits.</summary>
    public static string Path(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[PathBytes];
        random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>8 characters of 56 (46 bits): the path is the wall, this is the second.</summary>
    public static string Password(IRandomSource random)
    {
        var text = new char[PasswordLength];
        Span<byte> one = stackalloc byte[1];
        for (var i = 0; i < text.Length;)
        {
            random.Fill(one);
            // Above the last whole multiple the first letters would come more often.
            if (one[0] < byte.MaxValue / Alphabet.Length * Alphabet.Length)
            {
                text[i++] = Alphabet[one[0] % Alphabet.Length];
            }
        }

        return new string(text);
    }
}
