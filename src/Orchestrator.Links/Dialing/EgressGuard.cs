using System.Collections.Frozen;
using System.Net;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Says where connections may lead: the broker's names in the signed configuration, names below the vendor's domain, and one port.
/// It compares whole labels of plain ASCII names and refuses everything that only looks like one.
/// </summary>
internal sealed class EgressGuard
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private readonly FrozenSet<string> names;
    private readonly string below;
    private readonly int port;

    /// <summary>Takes the rules; they are checked themselves, because a broken rule must not widen anything.</summary>
    /// <exception cref="DialException">CONFIGURATION_INVALID: a name in the rules isn't a plain lower-case DNS name, or the port isn't one.</exception>
    public EgressGuard(IReadOnlyCollection<string> brokerNames, string vendorDomain, int port)
    {
        foreach (var name in brokerNames)
        {
            if (Flaw(name) is { } flaw)
                throw DialFailures.Configuration($"it names the broker {Shown(name)}, which can't be dialled: {flaw}");
        }

        if (brokerNames.Count == 0)
            throw DialFailures.Configuration("it names no broker");
        if (vendorDomain.Length > 0 && (Flaw(vendorDomain) is not null || !vendorDomain.Contains('.', StringComparison.Ordinal)))
            throw DialFailures.Configuration($"its vendor domain {Shown(vendorDomain)} isn't a domain of at least two labels");
        if (port is < 1 or > IPEndPoint.MaxPort)
            throw DialFailures.Configuration($"its port {port} isn't a TCP port");
        names = brokerNames.ToFrozenSet(StringComparer.Ordinal);
        below = vendorDomain.Length > 0 ? $".{vendorDomain}" : "";
        this.port = port;
    }

    /// <summary>Lets a destination pass or throws.</summary>
    /// <exception cref="DialException">EGRESS_REFUSED.</exception>
    public void Check(string host, int toPort)
    {
        if (Objection(host, toPort) is { } why)
        {
            throw new DialException(
                DialCodes.EgressRefused,
                $"A connection to {Shown(host)}, port {toPort}, was refused by this program itself: {why}. It connects only to the broker named in its signed configuration; ask the vendor for the right configuration.");
        }
    }

    /// <summary>Why a destination is refused; null when it may be dialled.</summary>
    internal string? Objection(string host, int toPort)
    {
        if (Flaw(host) is { } flaw)
            return flaw;
        if (toPort != port)
            return $"the port isn't {port}";
        if (names.Contains(host))
            return null;
        // Under the domain only plain labels count: an encoded one (xn--) is where look-alikes hide, so it must be named itself.
        if (below.Length > 0 && host.EndsWith(below, StringComparison.Ordinal))
            return host.Split('.').Any(label => label.StartsWith("xn--", StringComparison.Ordinal)) ? "it has an encoded (xn--) label" : null;
        return "it isn't one of the broker's names";
    }

    private static string? Flaw(string name)
    {
        if (name.Length is 0 or > LongestName)
            return "a name has 1 to 253 characters";
        if (name.EndsWith('.'))
            return "it ends with a dot";
        if (IPAddress.TryParse(name, out _) || LooksLikeAddress(name))
            return "it is an address, not a name";
        foreach (var label in name.Split('.'))
        {
            if (label.Length is 0 or > LongestLabel)
                return "a part between dots has 1 to 63 characters";
            if (!label.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return "only lower-case ASCII letters, digits and hyphens are allowed";
            if (label[0] == '-' || label[^1] == '-')
                return "a part between dots begins or ends with a hyphen";
        }

        return null;
    }

    // Some resolvers read 127.1, 2130706433 and 0x7f000001 as addresses: no top-level domain begins with a digit.
    private static bool LooksLikeAddress(string name) => name[(name.LastIndexOf('.') + 1)..] is [>= '0' and <= '9', ..];

    private static string Shown(string host) =>
        $"\"{string.Concat(host.Take(80).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '@' or ':' or '/' ? letter : '?'))}\"";
}
