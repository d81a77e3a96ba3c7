using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>What joins the two requests of a link: 128 random bits of the endpoint. A name, not a secret: the handshake inside authenticates.</summary>
/// <param name="Text">32 hexadecimal digits, lower case.</param>
internal readonly record struct LinkId(string Text)
{
    private const string Prefix = "?id=";
    private const int Digits = 32;

    /// <summary>A new one.</summary>
    public static LinkId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Digits / 2)));

    /// <summary>As the query of a request.</summary>
    public string Query => Prefix + Text;

    /// <summary>Reads a query that is exactly one.</summary>
    public static bool TryRead(string query, [NotNullWhen(true)] out LinkId? id)
    {
        var text = query.StartsWith(Prefix, StringComparison.Ordinal) ? query[Prefix.Length..] : "";
        id = text.Length == Digits && text.All(letter => char.IsAsciiHexDigitLower(letter)) ? new LinkId(text) : null;
        return id is not null;
    }
}
