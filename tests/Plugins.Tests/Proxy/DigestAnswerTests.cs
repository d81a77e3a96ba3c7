using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect.Authentication;
using Orchestrator.Plugins.Proxy.HttpConnect.Challenges;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>Digest's arithmetic against the standard's own example, and against curl, which knows SHA-256 where Squid doesn't.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed partial class DigestAnswerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    public void The_example_of_RFC_7616_section_3_9_1_comes_out(string algorithm, string response)
    {
        var offer = Offer($"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");

        var authorization = DigestAnswer.Authorization(
            DigestAnswer.Choose(offer)!, new ProxyCredential("Mufasa", "Circle of Life"), "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "GET");

        Assert.Contains($"response=\"{response}\"", authorization, StringComparison.Ordinal);
        Assert.Contains("username=\"Mufasa\"", authorization, StringComparison.Ordinal);
        Assert.Contains("qop=auth,", authorization, StringComparison.Ordinal);
        Assert.Contains("nc=00000001,", authorization, StringComparison.Ordinal);
        Assert.Contains($"algorithm={algorithm}", authorization, StringComparison.Ordinal);
        Assert.Contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"", authorization, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    [InlineData("MD5-sess")]
    [InlineData("SHA-256-sess")]
    public async Task Curl_answers_the_same(string algorithm)
    {
        RealComponent.Require("curl");
        var challenge = $"Digest realm=\"Test lab\", nonce=\"dcd98b7102dd2f0e\", qop=\"auth\", algorithm={algorithm}";
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var proxy = LoopbackServer.Start(async (stream, stop) =>
        {
            while (await ScriptedProxy.ReadRequestAsync(stream) is { Length: > 0 } request)
            {
                if (request.Contains("Proxy-Authorization", StringComparison.Ordinal))
                    heard.TrySetResult(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 407 No\r\nProxy-Authenticate: {challenge}\r\nContent-Length: 0\r\n\r\n"), stop);
            }
        });
        await using var curl = ExternalProcess.Start(
            "curl", ["-s", "-p", "-x", $"http://127.0.0.1:{proxy.Port}", "--proxy-digest", "-U", "alice:correct horse", "https://broker.vendor.test:443/"]);

        var request = await heard.Task.WaitAsync(Patience);
        var cnonce = Cnonce().Match(request).Groups[1].Value;
        var ours = DigestAnswer.Authorization(DigestAnswer.Choose(Offer(challenge))!, new ProxyCredential("alice", "correct horse"), "broker.vendor.test:443", cnonce);

        Assert.Equal(Response().Match(request).Groups[1].Value, Response().Match(ours).Groups[1].Value);
    }

    [Theory]
    [InlineData("Digest nonce=\"a\", qop=\"auth\" | Digest nonce=\"b\", qop=\"auth\", algorithm=SHA-256", "b")]
    [InlineData("Digest nonce=\"a\", qop=\"auth\", algorithm=MD5 | Digest nonce=\"b\", qop=\"auth\", algorithm=SHA-512-256", "a")]
    [InlineData("Digest nonce=\"a\", qop=\"auth-int\"", null)]
    [InlineData("Digest nonce=\"a\"", null)]
    [InlineData("Digest qop=\"auth\"", null)]
    [InlineData("Digest nonce=\"a\", qop=\"auth\", algorithm=SHA-1", null)]
    public void The_strongest_that_can_be_answered_is_chosen(string challenges, string? nonce)
    {
        Assert.Equal(nonce, DigestAnswer.Choose(Offer(challenges.Split(" | ")))?["nonce"]);
    }

    [Fact]
    public void Quotes_and_letters_of_other_alphabets_stay_inside_their_place()
    {
        var challenge = DigestAnswer.Choose(Offer("Digest realm=\"a \\\"b\\\", c=d\", nonce=\"n\\\\n\", qop=\"auth\""))!;

        var authorization = DigestAnswer.Authorization(challenge, new ProxyCredential("Jör\"g", "x"), "h:443", "c");

        Assert.Equal("a \"b\", c=d", challenge["realm"]);
        Assert.StartsWith("Digest username*=UTF-8''J%C3%B6r%22g, realm=\"a \\\"b\\\", c=d\", uri=\"h:443\", nonce=\"n\\\\n\", ", authorization, StringComparison.Ordinal);
        Assert.All(authorization, letter => Assert.InRange(letter, ' ', '~'));
    }

    private static Offer Offer(params string[] challenges) => new(407, ChallengeParser.Parse(challenges));

    [GeneratedRegex("cnonce=\"([^\"]+)\"")]
    private static partial Regex Cnonce();

    [GeneratedRegex("response=\"([^\"]+)\"")]
    private static partial Regex Response();
}
