using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Tests.Capture;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>What a proxy may answer in place of a tunnel: each has its own code and says what to do.</summary>
[Trait("Requirement", "R-NET-7")]
public sealed class HttpConnectFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ProxyTarget Target = new("broker.vendor.test", 443);

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope", "PROXY_REFUSED", 403, "nope")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "PROXY_REFUSED", 400, "")]
    [InlineData("HTTP/1.1 500 Unable to connect\r\nContent-Length: 0\r\n\r\n", "PROXY_ERROR", 500, "")]
    [InlineData("HTTP/1.0 503 Service Unavailable\r\n\r\nDNS failure", "PROXY_ERROR", 503, "DNS failure")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 13\r\n\r\n<html>\u0001</html>", "PROXY_PORTAL", 200, "<html> </html")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\nContent-Length: 0\r\n\r\n", "PROXY_PORTAL", 302, "")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "PROXY_GARBAGE", 0, "")]
    [InlineData("\0\0\0\u0006\u0004\0\0\0\0\0\0\u0005\0\0@\0", "PROXY_GARBAGE", 0, "")]
    [InlineData("HTTP/1.1 2OO OK\r\n\r\n", "PROXY_GARBAGE", 0, "")]
    [InlineData("HTTP/1.1 200 OK\r\nBro", "PROXY_GARBAGE", 0, "")]
    [InlineData("", "PROXY_CLOSED", 0, "")]
    [InlineData("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "PROXY_SCHEME_UNSUPPORTED", 407, "")]
    [InlineData("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", "PROXY_SCHEME_UNSUPPORTED", 401, "")]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate: ,,=\"\r\n\r\n", "PROXY_SCHEME_UNSUPPORTED", 407, "")]
    public async Task Each_answer_that_is_no_tunnel_has_its_own_name(string answer, string code, int status, string body)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            await ScriptedProxy.WriteAsync(stream, answer);
            await stream.DisposeAsync();
        });

        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask().WaitAsync(Patience);

        Assert.Null(result.Tunnel);
        Assert.Equal((code, status, body), (result.Failure!.Code, result.Failure.Status, result.Failure.Body));
        Assert.EndsWith(".", result.Failure.Sentence, StringComparison.Ordinal);
        Assert.All(proxy.Dialled, connection => Assert.True(connection.IsDisposed));
        Assert.Equal(1, proxy.ProxyDials);
    }

    [Fact]
    public async Task A_head_without_end_is_garbage_not_memory()
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            await ScriptedProxy.WriteAsync(stream, "HTTP/1.1 200 OK\r\n");
            try
            {
                while (true)
                    await ScriptedProxy.WriteAsync(stream, $"X: {new string('a', 1000)}\r\n");
            }
            catch (IOException)
            {
                // The connector has read enough.
            }
        });

        // The reader stops at its limit; disposing its end wakes the writer.
        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask().WaitAsync(Patience);

        Assert.Equal("PROXY_GARBAGE", result.Failure!.Code);
        Assert.True(proxy.Dialled[0].IsDisposed);
    }

    [Theory]
    [InlineData("Negotiate ", 'A', 64 * 1024, "PROXY_GARBAGE")]
    [InlineData("Digest realm=\"x\", nonce=\"", 'n', 64 * 1024, "PROXY_GARBAGE")]
    [InlineData("", ',', 30_000, "PROXY_SCHEME_UNSUPPORTED")]
    [InlineData("X", '"', 30_000, "PROXY_SCHEME_UNSUPPORTED")]
    public async Task A_challenge_without_measure_is_bounded(string begin, char letter, int count, string code)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            try
            {
                await ScriptedProxy.WriteAsync(stream, $"HTTP/1.1 407 No\r\nProxy-Authenticate: {begin}{new string(letter, count)}\r\nContent-Length: 0\r\n\r\n");
            }
            catch (IOException)
            {
                // The connector has read enough.
            }
        });

        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask().WaitAsync(Patience);

        Assert.Equal(code, result.Failure!.Code);
        Assert.InRange(result.Failure.Sentence.Length, 1, 600);
    }

    [Fact]
    public async Task A_proxy_that_says_nothing_is_given_up()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            asked.SetResult();
        });
        var connector = new HttpConnectConnector();
        await connector.StartAsync(new PluginContext { Time = time, Log = new LogLines() }, default);

        var connecting = connector.ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask();
        await asked.Task.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("PROXY_TIMEOUT", (await connecting.WaitAsync(Patience)).Failure!.Code);
        Assert.True(proxy.Dialled[0].IsDisposed);
    }

    [Fact]
    public async Task An_error_page_that_never_ends_is_cut_at_one_KiB()
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            await ScriptedProxy.WriteAsync(stream, $"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n{new string('z', 5000)}");
        });

        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask().WaitAsync(Patience);

        Assert.Equal(new string('z', 1024), result.Failure!.Body);
    }

    [Fact]
    public async Task Cancellation_while_the_proxy_is_silent_ends_the_attempt()
    {
        using var stop = new CancellationTokenSource();
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            await stop.CancelAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new HttpConnectConnector().ConnectAsync(Target, proxy, new FixedCredentials(), stop.Token).AsTask().WaitAsync(Patience));
        Assert.True(proxy.Dialled[0].IsDisposed);
    }
}
