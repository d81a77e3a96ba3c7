namespace Orchestrator.Trust.Encoding;

/// <summary>
/// The frame of a text that the root signed: a first line that names the format, the text as it was signed, and a last line with the signature in base64. All
/// of it is text, so that people can read what they are asked to install; the signature is over the text's exact bytes.
/// </summary>
/// <param name="format">Name and version, for example <c>orchestrator-policy/1</c>.</param>
internal sealed class SignedFrame(string format)
{
    private static readonly byte[] LastLineStart = Ascii("\nsignature: ");

    private readonly byte[] _firstLine = Ascii(format + "\n");

    public byte[] Join(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        [.. _firstLine, .. text, .. LastLineStart, .. Ascii(Convert.ToBase64String(signature)), (byte)'\n'];

    /// <summary>Takes the frame apart; null where it is another format or damaged: there is one way to write each.</summary>
    public (ReadOnlyMemory<byte> Text, byte[] Signature)? TrySplit(ReadOnlyMemory<byte> file)
    {
        var span = file.Span;
        var end = span.LastIndexOf(LastLineStart);
        if (!span.StartsWith(_firstLine) || end < _firstLine.Length || span[^1] != '\n')
            return null;
        var base64 = System.Text.Encoding.Latin1.GetString(span[(end + LastLineStart.Length)..^1]);
        return StrictBase64.TryRead(base64) is { } signature ? (file[_firstLine.Length..end], signature) : null;
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
