using System.Text;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>A refusal at a proxy's door.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Ends">The connection ends with it.</param>
internal sealed record DoorRefusal(string Text, bool Ends);

/// <summary>
/// Who may use a proxy. Basic and Digest (MD5, qop auth, as Squid has it) are verified for real, NTLMv2 by its own verifier; Negotiate is offered and always
/// refused, because a real one needs a real Kerberos server: whoever gets in by it does so in the real world only.
/// </summary>
internal sealed class ProxyDoor(ProxySetup setup)
{
    private const string Realm = "Lab";
    private readonly DigestDoor _digest = new(Realm);

    /// <summary>For one connection: NTLM proves a connection, not a request.</summary>
    public Visitor Enter() => new(this);

    private string Challenge(string? ntlm)
    {
        var offers = ntlm is not null ? [$"NTLM {ntlm}"] : setup.Schemes.Select(Offer).ToArray();
        var body = "<html><head><title>ERROR</title></head><body>Cache access denied.</body></html>";
        return $"HTTP/1.1 407 Proxy Authentication Required\r\n{string.Concat(offers.Select(offer => $"Proxy-Authenticate: {offer}\r\n"))}"
            + $"Content-Type: text/html\r\nContent-Length: {body.Length}\r\nConnection: {(ntlm is null ? "close" : "keep-alive")}\r\n\r\n{body}";
    }

    private string Offer(ProxyScheme scheme) => scheme switch
    {
        ProxyScheme.Basic => $"Basic realm=\"{Realm}\"",
        ProxyScheme.Digest => _digest.Challenge(),
        ProxyScheme.Ntlm => "NTLM",
        _ => "Negotiate",
    };

    private static bool IsBasic(string credentials)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(credentials)) == $"{SiteNames.User}:{SiteNames.Password}";
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>One connection at the door.</summary>
    internal sealed class Visitor(ProxyDoor door)
    {
        private NtlmDoor? _ntlm;

        /// <summary>Null: come in.</summary>
        public DoorRefusal? Ask(string? authorization)
        {
            if (door.Schemes.IsEmpty)
                return null;
            var words = (authorization ?? "").Split(' ', 2);
            if (words is not [var name, var rest] || !Enum.TryParse<ProxyScheme>(name, ignoreCase: true, out var scheme) || !door.Schemes.Contains(scheme))
                return Refusal(door.Challenge(null));
            switch (scheme)
            {
                case ProxyScheme.Basic when IsBasic(rest):
                case ProxyScheme.Digest when door._digest.Accepts(rest):
                    return null;
                case ProxyScheme.Basic when door.Server == ProxyServer.Tinyproxy:
                    // tinyproxy answers a wrong password as a web server would.
                    return Refusal(HttpText.Answer(401, "Unauthorized", "<html><body>Unauthorized.</body></html>", $"WWW-Authenticate: Basic realm=\"{Realm}\""));
                case ProxyScheme.Ntlm when _ntlm is null:
                    _ntlm = new NtlmDoor();
                    return _ntlm.Answer(rest) is { } challenge ? new DoorRefusal(door.Challenge(challenge), Ends: false) : Refusal(door.Challenge(null));
                case ProxyScheme.Ntlm when _ntlm.Accepts(rest):
                    return null;
                default:
                    return Refusal(door.Challenge(null));
            }
        }

        private static DoorRefusal Refusal(string text) => new(text, Ends: true);
    }

    private System.Collections.Immutable.ImmutableArray<ProxyScheme> Schemes => setup.Schemes;

    private ProxyServer Server => setup.Server;
}
