using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Trust.Configuration;
using Orchestrator.TestSupport.Network;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Links.Tests.Dialing;

public sealed class OuterTlsTests
{
    private const string Name = "broker.vendor.example";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_certificate_under_an_extra_root_is_accepted_and_reported()
    {
        using var authority = new TestAuthority("Vendor test root");
        using var certificate = authority.Issue([Name]);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync, certificate);

        var (stream, facts) = await ConnectAsync(server, Name, authority);

        await using var secure = stream;
        Assert.True(facts.ExtraRoot);
        Assert.Equal(("TLS 1.3", "http/1.1", "CN=Vendor test root"), (facts.Version, facts.Alpn, facts.Issuer));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(authority.Root.Span)), facts.RootSha256);
        await secure.WriteAsync("ping"u8.ToArray());
        var echo = new byte[4];
        await secure.ReadExactlyAsync(echo).AsTask().WaitAsync(Patience);
        Assert.Equal("ping"u8.ToArray(), echo);
    }

    [Theory]
    [InlineData(new[] { "*.vendor.example" }, -1, 30, null, null)]
    [InlineData(new[] { "other.vendor.example" }, -1, 30, null, "TLS_NAME")]
    [InlineData(new[] { "broker.vendor.example.evil.test" }, -1, 30, null, "TLS_NAME")]
    [InlineData(new[] { "*.example" }, -1, 30, null, "TLS_NAME")]
    [InlineData(new[] { "127.0.0.1" }, -1, 30, null, "TLS_NAME")]
    [InlineData(new[] { Name }, -40, 30, null, "TLS_DATE")]
    [InlineData(new[] { Name }, 2, 30, null, "TLS_DATE")]
    [InlineData(new[] { Name }, -1, 30, "1.3.6.1.5.5.7.3.2", "TLS_UNTRUSTED")]
    public async Task Name_dates_and_usage_count_under_an_extra_root_too(string[] names, int from, int days, string? usage, string? code)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(names, from, days, usage);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync, certificate);

        var connecting = ConnectAsync(server, Name, authority);

        if (code is null)
            await (await connecting).Stream.DisposeAsync();
        else
            Assert.Equal(code, (await Assert.ThrowsAsync<DialException>(() => connecting)).Code);
    }

    [Fact]
    public async Task A_certificate_out_of_its_dates_says_so_and_names_the_clock()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue([Name]);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync, certificate);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddYears(2));

        var failure = await Assert.ThrowsAsync<DialException>(() => ConnectAsync(server, Name, authority, time));

        Assert.Equal("TLS_DATE", failure.Code);
        Assert.Contains($"{time.GetUtcNow().Year}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_that_nobody_named_is_not_trusted()
    {
        using var authority = new TestAuthority("Somebody");
        using var other = new TestAuthority("Somebody");
        using var certificate = authority.Issue([Name]);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync, certificate);

        var withoutRoots = await Assert.ThrowsAsync<DialException>(() => ConnectAsync(server, Name, null));
        var withTwin = await Assert.ThrowsAsync<DialException>(() => ConnectAsync(server, Name, other));

        Assert.Equal(("TLS_UNTRUSTED", "TLS_UNTRUSTED"), (withoutRoots.Code, withTwin.Code));
        Assert.Contains("CN=Somebody", withoutRoots.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_of_the_right_name_is_not_trusted()
    {
        using var authority = new TestAuthority(Name);
        using var other = new TestAuthority();
        using var certificate = other.Issue([Name]);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync, certificate);

        Assert.Equal("TLS_UNTRUSTED", (await Assert.ThrowsAsync<DialException>(() => ConnectAsync(server, Name, authority))).Code);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n", "CAPTIVE_PORTAL")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Welcome", "CAPTIVE_PORTAL")]
    [InlineData("HTTP/1.0 511 Network Authentication Required\r\n\r\n", "CAPTIVE_PORTAL")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "CAPTIVE_PORTAL")]
    [InlineData("\r\n<!DOCTYPE html>", "CAPTIVE_PORTAL")]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", "TLS_FAILED")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n", "TLS_FAILED")]
    [InlineData("HTTP/1.", "TLS_FAILED")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "TLS_FAILED")]
    [InlineData("", "TLS_FAILED")]
    [Trait("Requirement", "R-NET-16")]
    public async Task Something_that_speaks_no_TLS_has_its_name(string answer, string code)
    {
        await using var server = LoopbackServer.Start(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[32], stop);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), stop);
        });

        var failure = await Assert.ThrowsAsync<DialException>(() => ConnectAsync(server, Name, null));

        Assert.Equal(code, failure.Code);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var time = new FakeTimeProvider();
        var wire = new DuplexStreams();
        var connecting = new OuterTls(time).ConnectAsync(wire.Near, To(Name), [], OuterTlsRules.PlatformOnly, default);
        Assert.True(await wire.Far.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) > 0);

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("TIMEOUT", (await Assert.ThrowsAsync<DialException>(() => connecting.WaitAsync(Patience))).Code);
        Assert.True(wire.Near.IsDisposed);
    }

    private static Endpoint To(string name) => new(name, 443, IsProxy: false);

    private static async Task<(Stream Stream, TlsFacts Facts)> ConnectAsync(LoopbackServer server, string name, TestAuthority? authority, TimeProvider? time = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.Port);
        X509Certificate2Collection roots = authority is null ? [] : [X509CertificateLoader.LoadCertificate(authority.Root.Span)];
        var rules = OuterTlsRules.For(roots, OuterTlsPolicy.Default);
        var (stream, facts) = await new OuterTls(time ?? TimeProvider.System)
            .ConnectAsync(new NetworkStream(socket, ownsSocket: true), To(name), ["http/1.1"], rules, default).WaitAsync(Patience);
        return (stream, facts);
    }
}
