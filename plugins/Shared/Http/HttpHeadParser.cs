using System.Text;

namespace Orchestrator.Plugins.Shared.Http;

/// <summary>
/// Parses a head strictly (RFC 9112): CRLF line ends, no folded lines, no space before a colon, no control characters.
/// What isn't exactly that isn't HTTP to us.
/// </summary>
internal static class HttpHeadParser
{
    /// <summary>Parses a whole head, up to and including its empty line.</summary>
    /// <returns>Null with the reason when it isn't one.</returns>
    public static HttpHead? Parse(ReadOnlySpan<byte> bytes, out string flaw)
    {
        flaw = "";
        if (!bytes.EndsWith("\r\n\r\n"u8))
            return Flawed("it doesn't end with an empty line", out flaw);
        var lines = Encoding.Latin1.GetString(bytes[..^4]).Split("\r\n");
        if (lines.Length - 1 > HttpLimits.Headers)
            return Flawed($"it has more than {HttpLimits.Headers} header lines", out flaw);
        if (lines.Any(line => line.Any(letter => char.IsControl(letter) && letter != '\t')))
            return Flawed("it has control characters", out flaw);
        if (!TryStatus(lines[0], out var minor, out var status, out var reason))
            return Flawed("its first line isn't an HTTP/1.x status", out flaw);
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !line[..colon].All(IsTokenLetter))
                return Flawed("a header line has no proper name", out flaw);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return new HttpHead(minor, status, reason, headers);
    }

    /// <summary>RFC 9110, section 5.6.2.</summary>
    public static bool IsTokenLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal);

    private static bool TryStatus(string line, out int minor, out int status, out string reason)
    {
        (minor, status, reason) = (0, 0, "");
        if (line.Length < 12 || !line.StartsWith("HTTP/1.", StringComparison.Ordinal) || line[7] is not ('0' or '1') || line[8] != ' ')
            return false;
        if (line[9] is < '1' or > '5' || !char.IsAsciiDigit(line[10]) || !char.IsAsciiDigit(line[11]))
            return false;
        if (line.Length > 12 && line[12] != ' ')
            return false;
        minor = line[7] - '0';
        status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        reason = line.Length > 13 ? line[13..] : "";
        return true;
    }

    private static HttpHead? Flawed(string why, out string flaw)
    {
        flaw = why;
        return null;
    }
}
