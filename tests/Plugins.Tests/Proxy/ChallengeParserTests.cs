using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>Challenges as proxies write them, and as nobody should.</summary>
[Trait("Requirement", "R-NET-7")]
public sealed class ChallengeParserTests
{
    [Theory]
    [InlineData("Negotiate", "Negotiate||")]
    [InlineData("NTLM TlRMTVNTUAACAAAA==", "NTLM|TlRMTVNTUAACAAAA==|")]
    [InlineData("Negotiate, NTLM", "Negotiate||;NTLM||")]
    [InlineData("Basic realm=\"a, b\", Digest nonce=n , qop = \"auth\"", "Basic||realm=a, b;Digest||nonce=n,qop=auth")]
    [InlineData("Digest realm=\"say \\\"x\\\"\",NONCE=\"\\\\\",nonce=second", "Digest||nonce=\\,realm=say \"x\"")]
    [InlineData(", ,Basic,,realm=x", "Basic||realm=x")]
    [InlineData("realm=x, Basic", "Basic||")]
    [InlineData("Basic realm=\"not closed", "Basic||realm=\"not closed")]
    [InlineData("", "")]
    public void Each_scheme_keeps_its_own_parameters(string value, string expected)
    {
        var read = ChallengeParser.Parse([value]).Select(one =>
            $"{one.Scheme}|{one.Token}|{string.Join(',', one.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}");

        Assert.Equal(expected, string.Join(';', read));
    }

    [Fact]
    public void Whatever_comes_is_read_within_bounds()
    {
        const string letters = "aB9 =,\"\\;/+-._~\t(){}é";
        var random = new SeededRandom(11);
        var bytes = new byte[200];
        for (var round = 0; round < 5_000; round++)
        {
            random.Fill(bytes);
            var read = ChallengeParser.Parse([string.Concat(bytes.Select(value => letters[value % letters.Length])), "Basic realm=x"]);

            Assert.InRange(read.Length, 1, ConnectLimits.Challenges);
            Assert.All(read, one => Assert.InRange(one.Parameters.Count, 0, ConnectLimits.Parameters));
            Assert.All(read, one => Assert.InRange(one.Realm.Length, 0, 80));
        }
    }
}
