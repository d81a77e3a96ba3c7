using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.Socks5;
using Orchestrator.Plugins.Tests.Capture;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>The messages of RFC 1928 and 1929, in pieces of every size, and each answer that is no tunnel with its own name.</summary>
[Trait("Requirement", "R-NET-7")]
public sealed class Socks5Tests
{
    private const int EndOfRequest = 5 + 2 + 18;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ProxyTarget Target = new("broker.vendor.test", 443);
    private static readonly ProxyCredential Alice = new("Älice", "pa:ss");

    [Theory]
    [InlineData(new byte[] { 5, 0, 0, 1, 1, 2, 3, 4, 0, 80 }, 1)]
    [InlineData(new byte[] { 5, 0, 0, 3, 3, 97, 98, 99, 0, 80 }, 1)]
    [InlineData(new byte[] { 5, 0, 0, 3, 0, 0, 80 }, 2)]
    [InlineData(new byte[] { 5, 0, 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 80 }, 3)]
    [InlineData(new byte[] { 5, 0, 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 80 }, int.MaxValue)]
    [Trait("Requirement", "R-NET-4")]
    public async Task Whatever_address_the_reply_names_the_tunnel_begins_right_behind_it(byte[] reply, int largestRead)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await AcceptAsync(stream);
            await stream.WriteAsync(reply);
            await ScriptedProxy.WriteAsync(stream, "tunnel");
        }) { LargestRead = largestRead };

        var result = await ConnectAsync(proxy, new FixedCredentials());

        Assert.Null(result.Failure);
        var first = new byte[6];
        await result.Tunnel!.ReadExactlyAsync(first).AsTask().WaitAsync(Patience);
        Assert.Equal("tunnel"u8.ToArray(), first);
        await result.Tunnel.DisposeAsync();
    }

    [Theory]
    [InlineData(new byte[] { 1, 0 }, "")]
    [InlineData(new byte[] { 5, 0 }, "")]
    [InlineData(new byte[] { 1, 1 }, "PROXY_AUTH_FAILED")]
    [InlineData(new byte[] { 1 }, "PROXY_AUTH_FAILED")]
    [InlineData(new byte[] { }, "PROXY_AUTH_FAILED")]
    [Trait("Requirement", "R-NET-6")]
    public async Task User_and_password_are_sent_once(byte[] status, string code)
    {
        var sent = new byte[3 + 6 + 5];
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(new byte[4]);
            await stream.WriteAsync(new byte[] { 5, 2 });
            await stream.ReadExactlyAsync(sent);
            await stream.WriteAsync(status);
            if (code.Length == 0)
            {
                await stream.ReadExactlyAsync(new byte[EndOfRequest]);
                await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
            }
            else
            {
                await stream.DisposeAsync();
            }
        });
        var credentials = new FixedCredentials(Alice);

        var result = await ConnectAsync(proxy, credentials);

        Assert.Equal(code, result.Failure?.Code ?? "");
        Assert.Equal([1, 6, .. "Älice"u8, 5, .. "pa:ss"u8], sent);
        Assert.Equal([("Username/Password", "")], credentials.Asked);
        Assert.Equal(1, proxy.ProxyDials);
        if (result.Tunnel is not null)
            await result.Tunnel.DisposeAsync();
    }

    [Theory]
    [InlineData(1, "PROXY_ERROR")]
    [InlineData(2, "PROXY_REFUSED")]
    [InlineData(3, "PROXY_ERROR")]
    [InlineData(4, "PROXY_ERROR")]
    [InlineData(5, "PROXY_ERROR")]
    [InlineData(6, "PROXY_ERROR")]
    [InlineData(7, "PROXY_SOCKS_COMMAND")]
    [InlineData(8, "PROXY_SOCKS_NAMES")]
    [InlineData(99, "PROXY_ERROR")]
    public async Task Each_reply_has_its_code_and_its_number(byte reply, string code)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await AcceptAsync(stream);
            await stream.WriteAsync(new byte[] { 5, reply, 0, 1, 0, 0, 0, 0, 0, 0 });
        });

        var result = await ConnectAsync(proxy, new FixedCredentials());

        Assert.Equal((code, reply), (result.Failure!.Code, result.Failure.Status));
        Assert.Contains($"SOCKS reply {reply}", result.Failure.Sentence, StringComparison.Ordinal);
        Assert.True(proxy.Dialled[0].IsDisposed);
    }

    [Fact]
    public async Task No_two_replies_have_the_same_sentence()
    {
        var sentences = new HashSet<string>();
        for (byte reply = 1; reply <= 9; reply++)
        {
            var number = reply;
            var proxy = new ScriptedProxy(async (stream, _) =>
            {
                await AcceptAsync(stream);
                await stream.WriteAsync(new byte[] { 5, number, 0, 1, 0, 0, 0, 0, 0, 0 });
            });
            Assert.True(sentences.Add((await ConnectAsync(proxy, new FixedCredentials())).Failure!.Sentence));
        }
    }

    [Theory]
    [InlineData(new byte[] { 5, 255 }, "PROXY_SCHEME_UNSUPPORTED")]
    [InlineData(new byte[] { 5, 1 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 4, 0 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 0, 91, 0, 0 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 72, 84, 84, 80, 47 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 5 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { }, "PROXY_CLOSED")]
    [InlineData(new byte[] { 5, 0 }, "PROXY_CLOSED")]
    [InlineData(new byte[] { 5, 0, 5, 0 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 5, 0, 5, 0, 0, 2 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 5, 0, 5, 0, 0, 1, 1, 2 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 5, 0, 4, 0, 0, 1 }, "PROXY_GARBAGE")]
    [InlineData(new byte[] { 5, 0, 5, 0, 1, 1 }, "PROXY_GARBAGE")]
    public async Task What_is_no_SOCKS_5_has_its_name(byte[] answers, string code)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(new byte[4]);
            await stream.WriteAsync(answers);
            if (answers is [5, 0, ..])
                await stream.ReadExactlyAsync(new byte[EndOfRequest]);
            await stream.DisposeAsync();
        });

        var result = await ConnectAsync(proxy, new FixedCredentials());

        Assert.Equal(code, result.Failure!.Code);
        Assert.EndsWith(".", result.Failure.Sentence, StringComparison.Ordinal);
        Assert.True(proxy.Dialled[0].IsDisposed);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("")]
    public async Task An_address_is_refused_before_anything_is_dialled(string host)
    {
        var proxy = new ScriptedProxy((_, _) => Task.CompletedTask);

        var result = await new Socks5Connector().ConnectAsync(new ProxyTarget(host, 443), proxy, new FixedCredentials(), default);

        Assert.Equal("PROXY_SOCKS_TARGET", result.Failure!.Code);
        Assert.Equal(0, proxy.ProxyDials);
    }

    [Theory]
    [InlineData(false, "alice", "x", "PROXY_BASIC_IN_CLEAR")]
    [InlineData(true, "", "x", "PROXY_AUTH_INVALID")]
    [InlineData(true, "alice", "", "PROXY_AUTH_INVALID")]
    [InlineData(true, null, "x", "PROXY_AUTH_REQUIRED")]
    [Trait("Requirement", "R-NET-15")]
    public async Task Nothing_is_sent_that_may_not_or_can_not_be(bool inClear, string? user, string password, string code)
    {
        var more = -1;
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await stream.ReadExactlyAsync(new byte[4]);
            await stream.WriteAsync(new byte[] { 5, 2 });
            more = await stream.ReadAsync(new byte[1]);
        });
        var credentials = new FixedCredentials(user is null ? null : new ProxyCredential(user, password), inClear);

        var result = await ConnectAsync(proxy, credentials);
        await proxy.FinishAsync().WaitAsync(Patience);

        Assert.Equal((code, 0), (result.Failure!.Code, more));
        Assert.Equal(inClear ? 1 : 0, credentials.Asked.Count);
    }

    [Fact]
    public async Task A_proxy_that_says_nothing_is_given_up()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await AcceptAsync(stream);
            asked.SetResult();
        });
        var connector = new Socks5Connector();
        await connector.StartAsync(new PluginContext { Time = time, Log = new LogLines() }, default);

        var connecting = connector.ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask();
        await asked.Task.WaitAsync(Patience);
        while (!connecting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("PROXY_TIMEOUT", (await connecting).Failure!.Code);
    }

    private static async Task AcceptAsync(Stream stream)
    {
        await stream.ReadExactlyAsync(new byte[4]);
        await stream.WriteAsync(new byte[] { 5, 0 });
        await stream.ReadExactlyAsync(new byte[EndOfRequest]);
    }

    private static Task<ProxyResult> ConnectAsync(ScriptedProxy proxy, FixedCredentials credentials) =>
        new Socks5Connector().ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);
}
