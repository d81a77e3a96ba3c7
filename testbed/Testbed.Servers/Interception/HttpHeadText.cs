using System.Globalization;
using System.Text;

namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>The head of a request or an answer as text: enough for a proxy that only looks.</summary>
/// <param name="Text">With its empty line.</param>
internal sealed record HttpHeadText(string Text)
{
    private const int Longest = 64 * 1024;

    /// <summary>True for the answer that ends HTTP on a connection.</summary>
    public bool IsSwitch => Text.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal);

    /// <summary>True for a body in chunks.</summary>
    public bool IsChunked => Value("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>Length of the body; null when it isn't told.</summary>
    public long? Length => Value("Content-Length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Value of a header; null when there is none.</summary>
    public string? Value(string name) => Text.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    /// <summary>The head without the headers whose names begin so.</summary>
    public HttpHeadText Without(params string[] names) => new(string.Join("\r\n", Text.Split("\r\n")
        .Where(line => !names.Any(name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase)))));

    /// <summary>The head with one more header.</summary>
    public HttpHeadText With(string header) => new($"{Text[..^2]}{header}\r\n\r\n");

    /// <summary>Its bytes.</summary>
    public byte[] Bytes() => Encoding.Latin1.GetBytes(Text);

    /// <summary>Reads one, and nothing behind it; null at the end of the stream.</summary>
    public static async Task<HttpHeadText?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (text, one) = (new StringBuilder(), new byte[1]);
        while (text.Length < Longest && await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 1)
        {
            text.Append((char)one[0]);
            if (one[0] == '\n' && text.Length >= 4 && text.ToString(text.Length - 4, 4) == "\r\n\r\n")
                return new HttpHeadText(text.ToString());
        }

        return text.Length == 0 ? null : throw new IOException("A head broke off, or has no end.");
    }
}
