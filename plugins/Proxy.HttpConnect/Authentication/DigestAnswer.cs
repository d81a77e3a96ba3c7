using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>The arithmetic of Digest (RFC 7616, section 3.4), quality of protection <c>auth</c>, for the first request with a nonce.</summary>
internal static class DigestAnswer
{
    private const string FirstCount = "00000001";

    // The strongest first. SHA-512-256 isn't in the base class library.
    private static readonly (string Name, Func<byte[], byte[]> Hash, bool BySession)[] Algorithms =
        [("SHA-256", SHA256.HashData, false), ("SHA-256-sess", SHA256.HashData, true), ("MD5", Md5, false), ("MD5-sess", Md5, true)];

    /// <summary>The challenge to answer: the strongest of those that can be answered; null when none can.</summary>
    public static Challenge? Choose(Offer offer)
    {
        var possible = offer.Challenges.Where(one => one.Is("Digest") && one["nonce"].Length > 0 && OffersAuth(one)).ToArray();
        return Algorithms.Select(known => possible.FirstOrDefault(one => Matches(known.Name, one))).FirstOrDefault(one => one is not null);
    }

    /// <summary>The value of Proxy-Authorization. Realm, nonce and opaque go back byte for byte as they came, whatever their alphabet.</summary>
    /// <param name="challenge">One that <see cref="Choose"/> gave.</param>
    /// <param name="credential">Without control characters.</param>
    /// <param name="authority">Host and port as the request names them.</param>
    /// <param name="cnonce">Fresh, ASCII.</param>
    /// <param name="method">The request's.</param>
    public static string Authorization(Challenge challenge, ProxyCredential credential, string authority, string cnonce, string method = "CONNECT")
    {
        var (name, hash, bySession) = Algorithms.First(known => Matches(known.Name, challenge));
        string Hex(byte[] bytes) => Convert.ToHexStringLower(hash(bytes));
        var secret = Hex([.. Encoding.UTF8.GetBytes(credential.UserName + ":"), .. Encoding.Latin1.GetBytes(challenge["realm"] + ":"), .. Encoding.UTF8.GetBytes(credential.Password)]);
        if (bySession)
            secret = Hex(Encoding.Latin1.GetBytes($"{secret}:{challenge["nonce"]}:{cnonce}"));
        var request = Hex(Encoding.Latin1.GetBytes($"{method}:{authority}"));
        var response = Hex(Encoding.Latin1.GetBytes($"{secret}:{challenge["nonce"]}:{FirstCount}:{cnonce}:auth:{request}"));
        return $"Digest {UserName(credential.UserName)}, realm={Quote(challenge["realm"])}, uri={Quote(authority)}, nonce={Quote(challenge["nonce"])}, nc={FirstCount}, "
            + $"cnonce={Quote(cnonce)}, qop=auth, response={Quote(response)}"
            + (challenge["algorithm"].Length > 0 ? $", algorithm={name}" : "")
            + (challenge["opaque"].Length > 0 ? $", opaque={Quote(challenge["opaque"])}" : "");
    }

    private static bool Matches(string algorithm, Challenge challenge) =>
        string.Equals(challenge["algorithm"] is { Length: > 0 } named ? named : "MD5", algorithm, StringComparison.OrdinalIgnoreCase);

    private static bool OffersAuth(Challenge challenge) => challenge["qop"].Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase);

    private static string UserName(string name) =>
        name.All(char.IsAscii) ? $"username={Quote(name)}" : $"username*=UTF-8''{Uri.EscapeDataString(name)}";

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The proxy names the algorithm, and most know no other; SHA-256 is taken where it is offered. Nothing of ours rests on it.")]
    private static byte[] Md5(byte[] bytes) => MD5.HashData(bytes);
}
