namespace Orchestrator.Trust.Encoding;

/// <summary>Base64 with padding, of which there is one way to write each value: no blanks, no other padding bits.</summary>
public static class StrictBase64
{
    /// <summary>The bytes; null when the text is written in any other way.</summary>
    public static byte[]? TryRead(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes.AsSpan(0, length)) == text ? bytes[..length] : null;
    }
}
