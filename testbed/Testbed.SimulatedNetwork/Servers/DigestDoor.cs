using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>Digest authentication of CONNECT as Squid has it: MD5, qop auth, each nonce for one count (RFC 7616, section 3.4).</summary>
internal sealed partial class DigestDoor(string realm)
{
    private readonly ConcurrentDictionary<string, string> _nonces = new();

    /// <summary>A challenge with a nonce of its own.</summary>
    public string Challenge()
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _nonces[nonce] = "";
        return $"Digest realm=\"{realm}\", nonce=\"{nonce}\", qop=\"auth\", algorithm=MD5, stale=false";
    }

    /// <summary>Whether the answer proves the password, for a nonce that was given out, with a count that wasn't used before.</summary>
    public bool Accepts(string parameters)
    {
        var fields = Parameter().Matches(parameters).ToDictionary(
            one => one.Groups[1].Value, one => one.Groups[2].Success ? one.Groups[2].Value : one.Groups[3].Value, StringComparer.OrdinalIgnoreCase);
        string Field(string name) => fields.GetValueOrDefault(name, "");
        if (Field("username") != SiteNames.User || Field("realm") != realm || Field("qop") != "auth" || Field("cnonce").Length == 0)
            return false;
        if (!_nonces.TryGetValue(Field("nonce"), out var last) || string.CompareOrdinal(Field("nc"), last) <= 0)
            return false;
        _nonces[Field("nonce")] = Field("nc");
        var who = Hash($"{SiteNames.User}:{realm}:{SiteNames.Password}");
        var what = Hash($"CONNECT:{Field("uri")}");
        return Field("response") == Hash($"{who}:{Field("nonce")}:{Field("nc")}:{Field("cnonce")}:auth:{what}");
    }

    // The protocol's own hash: nothing rests on it but the simulation of a proxy.
#pragma warning disable CA5351
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("([a-zA-Z]+)=(?:\"([^\"]*)\"|([^\",\\s]+))")]
    private static partial Regex Parameter();
}
