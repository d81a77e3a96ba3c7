using System.Text;

namespace Orchestrator.Links.Dialing;

/// <summary>What stands at the other end when a TLS handshake failed, by the first bytes that it sent in place of one.</summary>
internal enum Answerer
{
    /// <summary>It sent nothing.</summary>
    Nobody,

    /// <summary>TLS of a version that this program doesn't speak.</summary>
    OldTls,

    /// <summary>TLS, and the handshake failed in another way.</summary>
    Tls,

    /// <summary>A web server without TLS that answers, redirects or doesn't understand: a page to sign in at.</summary>
    Portal,

    /// <summary>A web server without TLS that forbids or fails: a filter on the way.</summary>
    PlainHttp,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Tells them apart.</summary>
internal static class Answerers
{
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ProtocolVersion = 70;
    private const int Tls12 = 0x0303;

    /// <summary>Who sent these bytes first.</summary>
    public static Answerer Of(ReadOnlySpan<byte> first) => first switch
    {
        [] => Answerer.Nobody,

        // Record: type, version (2), length (2). ServerHello: type 2, length (3), version (2).
        [Alert, 3, _, 0, 2, _, ProtocolVersion, ..] => Answerer.OldTls,
        [Handshake, 3, _, _, _, 2, _, _, _, var major, var minor, ..] => (major << 8 | minor) < Tls12 ? Answerer.OldTls : Answerer.Tls,
        [Alert or Handshake, 3, ..] => Answerer.Tls,
        _ => OfText(Encoding.Latin1.GetString(first).TrimStart()),
    };

    private static Answerer OfText(string text)
    {
        if (text.StartsWith('<'))
            return Answerer.Portal;
        if (!text.StartsWith("HTTP/1.", StringComparison.Ordinal))
            return Answerer.Other;

        // "HTTP/1.1 302 Found"; a page's own server, told TLS where it expects HTTP, says 400.
        var status = text.Length >= 12 && int.TryParse(text.AsSpan(9, 3), out var number) ? number : 0;
        return status is (>= 200 and < 400) or 400 or 511 ? Answerer.Portal : Answerer.PlainHttp;
    }
}
