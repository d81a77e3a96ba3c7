using System.Text;

namespace Orchestrator.Pac.Scripts;

/// <summary>The text of a PAC file: what its byte order mark says, else UTF-8, else Latin-1, which is what the format's inventors wrote.</summary>
internal static class PacText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it; never fails.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, .. var utf8])
            return Encoding.UTF8.GetString(utf8);
        if (bytes is [0xFF, 0xFE, .. var little])
            return Encoding.Unicode.GetString(little);
        if (bytes is [0xFE, 0xFF, .. var big])
            return Encoding.BigEndianUnicode.GetString(big);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
