using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Pac.Answers;

/// <summary>Reads <c>PROXY proxy.example:3128; DIRECT</c>. What it doesn't understand it skips and says; an answer of nothing else is a failure.</summary>
public static class PacAnswerReader
{
    private const int LongestHost = 253;

    /// <summary>Reads what a script answered.</summary>
    /// <exception cref="PacException">PAC_ANSWER: nothing in it can be used.</exception>
    public static PacAnswer Read(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Length > PacLimits.Answer)
            throw Wrong($"it is longer than {PacLimits.Answer} characters");
        var hops = ImmutableArray.CreateBuilder<PacHop>();
        var skipped = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in answer.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (hop, reason) = ReadEntry(entry);
            if (hop is not null && hops.Count == PacLimits.Hops)
                (hop, reason) = (null, $"only the first {PacLimits.Hops} entries count");
            if (hop is null)
                skipped.Add($"“{Shown(entry)}”: {reason}");
            else if (!hops.Contains(hop))
                hops.Add(hop);
        }

        if (hops.Count > 0)
            return new PacAnswer(hops.ToImmutable(), skipped.ToImmutable());
        throw Wrong(skipped.Count == 0 ? "it is empty" : string.Join("; ", skipped.Take(2)));
    }

    private static (PacHop? Hop, string Reason) ReadEntry(string entry)
    {
        var words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (words[0].ToUpperInvariant(), words) switch
        {
            ("DIRECT", [_]) => (PacHop.Direct, ""),
            ("DIRECT", _) => (null, "something follows DIRECT"),
            ("PROXY" or "HTTP", [_, var address]) => ReadAddress(PacHopKind.Http, address, 80),
            ("HTTPS", [_, var address]) => ReadAddress(PacHopKind.Https, address, 443),
            ("SOCKS" or "SOCKS5", [_, var address]) => ReadAddress(PacHopKind.Socks5, address, 1080),
            ("SOCKS4", _) => (null, "SOCKS 4 isn't supported; with it the proxy couldn't resolve the broker's name"),
            ("PROXY" or "HTTP" or "HTTPS" or "SOCKS" or "SOCKS5", _) => (null, "it needs one host:port"),
            _ => (null, "it begins with none of PROXY, HTTP, HTTPS, SOCKS, SOCKS5 and DIRECT"),
        };
    }

    private static (PacHop? Hop, string Reason) ReadAddress(PacHopKind kind, string address, int port)
    {
        var colon = address.LastIndexOf(':');
        var bracket = address.LastIndexOf(']');
        var host = address;
        if (colon > bracket)
        {
            if (!int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > IPEndPoint.MaxPort)
                return (null, "its port isn't a number from 1 to 65535");
            host = address[..colon];
        }

        if (host is ['[', .. var inner, ']'])
        {
            return IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6
                ? (new PacHop(kind, v6.ToString(), port), "")
                : (null, "what stands in brackets isn't an IPv6 address");
        }

        return IsName(host) ? (new PacHop(kind, host.ToLowerInvariant(), port), "") : (null, "its host isn't a plain name or address");
    }

    private static bool IsName(string host) =>
        host.Length is > 0 and <= LongestHost
        && host.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));

    private static string Shown(string entry) => string.Concat(entry.Take(60).Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));

    private static PacException Wrong(string why) =>
        new(PacCodes.Answer, $"The PAC file's answer can't be used: {why}. Ask the IT department to correct it, or name the proxy itself in the site file.");
}
