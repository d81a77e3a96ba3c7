using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>The order of the schemes, and that each is tried once: what leads nowhere gives way, what is refused ends the climb.</summary>
[Trait("Requirement", "R-NET-6")]
public sealed class HttpConnectLadderTests
{
    private const string Granted = "HTTP/1.1 200 OK\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ProxyTarget Target = new("broker.vendor.test", 443);
    private static readonly ProxyCredential Alice = new("alice", "correct-horse");

    [Theory]
    [InlineData("Basic, Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "Digest")]
    [InlineData("Basic, Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", "Basic")]
    [InlineData("Basic, NTLM", "Basic")]
    [InlineData("Negotiate, Basic", "Basic")]
    [InlineData("Negotiate, NTLM, Digest realm=\"r\", nonce=\"n\", qop=\"auth\", Basic", "Digest")]
    [InlineData("Bearer, Hawk id=\"x\", Basic", "Basic")]
    [Trait("Requirement", "R-NET-5")]
    public async Task What_cannot_be_completed_gives_way_to_the_next_best(string offer, string served)
    {
        // NTLM's first message is answered without a challenge; Negotiate has no name to ask a ticket for.
        var requests = new List<string>();
        var proxy = Answering(requests, request => request.Contains($"Authorization: {served} ", StringComparison.Ordinal) ? Granted : Refusal(offer));

        var result = await ConnectAsync(proxy, new FixedCredentials(Alice));

        Assert.Equal(served, result.Scheme);
        Assert.DoesNotContain(requests[..^1], NtlmProxy.IsProof);
        await result.Tunnel!.DisposeAsync();
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", Basic", 2)]
    [InlineData("NTLM, Digest realm=\"r\", nonce=\"n\", qop=\"auth\", Basic", 3)]
    [InlineData("Basic", 2)]
    public async Task A_refused_password_ends_the_climb(string offer, int count)
    {
        var requests = new List<string>();
        var proxy = new ScriptedProxy((stream, _) => NtlmProxy.ServeAsync(stream, offer, requests: requests));

        var result = await ConnectAsync(proxy, new FixedCredentials(Alice));

        Assert.Equal(("PROXY_AUTH_FAILED", 407), (result.Failure!.Code, result.Failure.Status));
        Assert.Equal(count, requests.Count);
        Assert.All(proxy.Dialled, stream => Assert.True(stream.IsDisposed));
    }

    [Fact]
    public async Task A_nonce_that_ran_out_is_answered_once_more()
    {
        var requests = new List<string>();
        var proxy = Answering(requests, request => requests.Count == 3 ? Granted : Refusal($"Digest realm=\"r\", nonce=\"n{requests.Count}\", qop=\"auth\"{(requests.Count == 2 ? ", stale=TRUE" : "")}"));

        var result = await ConnectAsync(proxy, new FixedCredentials(Alice));

        Assert.Equal("Digest", result.Scheme);
        Assert.Contains("nonce=\"n1\"", requests[1], StringComparison.Ordinal);
        Assert.Contains("nonce=\"n2\"", requests[2], StringComparison.Ordinal);
        await result.Tunnel!.DisposeAsync();
    }

    [Theory]
    [InlineData("n{0}", "true", 3)]
    [InlineData("same", "true", 2)]
    [InlineData("n{0}", "false", 2)]
    public async Task A_proxy_that_calls_every_nonce_too_old_gets_no_third_answer(string nonce, string stale, int count)
    {
        var requests = new List<string>();
        var proxy = Answering(requests, _ => Refusal($"Digest realm=\"r\", qop=\"auth\", stale={stale}, nonce=\"{string.Format(System.Globalization.CultureInfo.InvariantCulture, nonce, requests.Count)}\""));

        var result = await ConnectAsync(proxy, new FixedCredentials(Alice));

        Assert.Equal("PROXY_AUTH_FAILED", result.Failure!.Code);
        Assert.Equal(count, requests.Count);
    }

    [Theory]
    [InlineData("Content-Length: 0\r\n\r\n", true)]
    [InlineData("Content-Length: 6\r\n\r\nplease", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nple\r\n3;x=y\r\nase\r\n0\r\nTrailer: x\r\n\r\n", true)]
    [InlineData("Content-Length: 0\r\nProxy-Connection: close\r\n\r\n", false)]
    [InlineData("Content-Length: 0\r\nConnection: close\r\n\r\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("Content-Length: 70000\r\n\r\n", false)]
    [InlineData("Content-Length: -1\r\n\r\n", false)]
    [InlineData("Content-Length: 0\r\nContent-Length: 6\r\n\r\n", false)]
    [InlineData("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", false)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", false)]
    [Trait("Requirement", "R-NET-7")]
    public async Task NTLM_goes_on_only_on_a_connection_whose_body_has_an_end(string body, bool kept)
    {
        var requests = new List<string>();
        var proxy = new ScriptedProxy((stream, _) => NtlmProxy.ServeAsync(stream, "NTLM", body, requests));

        var result = await ConnectAsync(proxy, new FixedCredentials(Alice));

        Assert.Equal(kept ? "PROXY_AUTH_FAILED" : "PROXY_SCHEME_UNSUPPORTED", result.Failure!.Code);
        Assert.Equal((kept ? 3 : 2, 2), (requests.Count, proxy.ProxyDials));
        Assert.Equal(kept, requests.Exists(NtlmProxy.IsProof));
    }

    [Fact]
    public async Task No_scheme_asks_again_for_what_nobody_has_and_nothing_is_sent()
    {
        var requests = new List<string>();
        var proxy = Answering(requests, _ => Refusal("NTLM, Digest realm=\"r\", nonce=\"n\", qop=\"auth\", Basic"));
        var credentials = new FixedCredentials();

        var result = await ConnectAsync(proxy, credentials);

        Assert.Equal("PROXY_AUTH_REQUIRED", result.Failure!.Code);
        Assert.Equal([("NTLM", "r"), ("Digest", "r"), ("Basic", "")], credentials.Asked);
        Assert.Single(requests);
    }

    [Fact]
    [Trait("Requirement", "R-NET-14")]
    public async Task Everything_goes_to_the_proxy_and_nothing_to_the_target()
    {
        var proxy = Answering([], _ => Refusal("NTLM, Digest realm=\"r\", nonce=\"n\", qop=\"auth\", Basic"));

        await ConnectAsync(proxy, new FixedCredentials(Alice));

        Assert.Equal(0, proxy.DirectDials);
        Assert.InRange(proxy.ProxyDials, 1, 6);
    }

    private static string Refusal(string offer) => $"HTTP/1.1 407 No\r\nProxy-Authenticate: {offer}\r\nContent-Length: 0\r\n\r\n";

    private static ScriptedProxy Answering(List<string> requests, Func<string, string> answer) => new(async (stream, _) =>
    {
        while (await ScriptedProxy.ReadRequestAsync(stream) is { Length: > 0 } request)
        {
            requests.Add(request);
            await ScriptedProxy.WriteAsync(stream, answer(request));
        }
    });

    private static Task<ProxyResult> ConnectAsync(ScriptedProxy proxy, FixedCredentials credentials) =>
        new HttpConnectConnector().ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);
}
