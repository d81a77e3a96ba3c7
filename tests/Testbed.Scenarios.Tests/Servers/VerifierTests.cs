using System.Security.Cryptography;
using System.Text;
using Orchestrator.Testbed.SimulatedNetwork.Servers;

namespace Orchestrator.Testbed.Scenarios.Tests.Servers;

/// <summary>The simulated proxies verify; they don't believe.</summary>
public sealed class VerifierTests
{
    // RFC 1320, appendix A.5.
    [Theory]
    [InlineData("", "31d6cfe0d16ae931b73c59d7e0c089c0")]
    [InlineData("a", "bde52cb31de33e46245e05fbdbd6fb24")]
    [InlineData("message digest", "d9130a8164549fe818874806e1c7014b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "e33b4ddc9c38f2199c3e7b164fcc0536")]
    public void MD4_is_that_of_its_RFC(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Md4.Hash(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData("correct-horse", "00000001", true)]
    [InlineData("wrong-horse", "00000001", false)]
    public void Digest_takes_the_right_password_once(string password, string count, bool isRight)
    {
        var door = new DigestDoor("Lab");
        var nonce = door.Challenge().Split("nonce=\"")[1].Split('"')[0];
        var answer = Answer(password, nonce, count);

        Assert.Equal(isRight, door.Accepts(answer));
        Assert.False(door.Accepts(answer));
        Assert.False(door.Accepts(Answer(password, "0123", count)));
    }

    private static string Answer(string password, string nonce, string count)
    {
        const string uri = "support.vendor.test:443";
        var who = Hash($"lab:Lab:{password}");
        var response = Hash($"{who}:{nonce}:{count}:abc:auth:{Hash($"CONNECT:{uri}")}");
        return $"username=\"lab\", realm=\"Lab\", nonce=\"{nonce}\", uri=\"{uri}\", qop=auth, nc={count}, cnonce=\"abc\", response=\"{response}\"";
    }

#pragma warning disable CA5351 // The protocol's own hash.
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
