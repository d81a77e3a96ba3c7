using System.Net;
using System.Text;
using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.Links.Diagnosing;
using Orchestrator.Links.Dialing;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.QuickSupport.Tests.Composition;

/// <summary>Each broken hop is named as what it is: those before it work, those behind it aren't reached, and IT gets a block without a secret.</summary>
[Collection(SocketsCollection.Name)]
public sealed class RunDiagnosisTests : IDisposable
{
    private const string Broker = "broker.vendor.example";
    private const string Password = "correct-horse-battery";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempFolder _folder = new();
    private readonly SilentFace _face = new();
    private readonly TestAuthority _authority = new("Site CA");

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Without_a_configuration_nothing_is_dialled()
    {
        var (diagnosis, exit) = await DiagnoseAsync(Options(443) with { ConfigurationPath = _folder.In("none") });

        AssertFailed(diagnosis, "CONFIGURATION", DialHop.Configuration);
        Assert.Equal(ExitCode.Configuration, exit);
        Assert.Empty(diagnosis.Attempts);
    }

    [Fact]
    public async Task A_broken_site_file_is_a_failure_of_the_first_step()
    {
        var (diagnosis, exit) = await DiagnoseAsync(Options(443) with { SiteFilePath = _folder.Write("site.yaml", "broker: elsewhere") });

        AssertFailed(diagnosis, "SITE_FILE", DialHop.Configuration);
        Assert.Equal(ExitCode.SiteFile, exit);
    }

    [Fact]
    public async Task A_name_without_an_address()
    {
        var (diagnosis, exit) = await DiagnoseAsync(Options(443) with { Resolve = _ => [] });

        AssertFailed(diagnosis, "NAME_NOT_FOUND", DialHop.Name);
        Assert.Equal(ExitCode.NoBroker, exit);
    }

    [Fact]
    public async Task A_port_that_refuses()
    {
        var (diagnosis, _) = await DiagnoseAsync(Options(FreePort.Take()));

        AssertFailed(diagnosis, "BROKER_UNREACHABLE", DialHop.Connection);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\n\r\n", "CAPTIVE_PORTAL")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "TLS_FAILED")]
    [Trait("Requirement", "R-NET-16")]
    public async Task Something_else_on_the_port_is_met_once_and_isnt_followed(string answer, string code)
    {
        await using var server = Answering(answer);

        var (diagnosis, _) = await DiagnoseAsync(Options(server.Port));

        AssertFailed(diagnosis, code, DialHop.Tls);
        Assert.Equal($"127.0.0.1:{server.Port}", diagnosis.Telling!.Trail.Address);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_shown_to_IT_by_its_issuer()
    {
        using var certificate = _authority.Issue([Broker]);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync, certificate);

        var (diagnosis, _) = await DiagnoseAsync(Options(server.Port));

        AssertFailed(diagnosis, "TLS_UNTRUSTED", DialHop.Tls);
        Assert.Contains(DiagnosisText.Block(diagnosis), line => line.StartsWith("Certificate:", StringComparison.Ordinal) && line.Contains("CN=Site CA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_takes_no_transport()
    {
        using var certificate = _authority.Issue([Broker]);
        await using var server = LoopbackServer.Start(Answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), certificate);

        var (diagnosis, _) = await DiagnoseAsync(Options(server.Port, _authority.Root.ToArray()));

        AssertFailed(diagnosis, "TRANSPORT_REFUSED", DialHop.Transport);
        Assert.StartsWith("TLS 1.3, certificate from Site CA", diagnosis.Hops.Single(hop => hop.Hop == DialHop.Tls).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "PROXY_REFUSED")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"site\"\r\nContent-Length: 0\r\n\r\n", "PROXY_AUTH_FAILED")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n", "CAPTIVE_PORTAL")]
    [InlineData("HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\n\r\n", "CAPTIVE_PORTAL")]
    [Trait("Requirement", "R-NET-7")]
    public async Task A_proxy_that_refuses_is_named_with_who_named_it_and_without_the_account(string answer, string code)
    {
        await using var proxy = Answering(answer);
        var options = Options(443) with { Proxy = $"http://127.0.0.1:{proxy.Port}", ProxyCredentials = new Account() };

        var (diagnosis, _) = await DiagnoseAsync(options);

        AssertFailed(diagnosis, code, DialHop.Proxy);
        var said = string.Join('\n', DiagnosisText.Of(diagnosis)) + DiagnosisJson.Of(diagnosis);
        Assert.Contains($"through http://127.0.0.1:{proxy.Port} (command line)", said, StringComparison.Ordinal);
        foreach (var secret in (string[])[Password, "lab-account", Convert.ToBase64String(Encoding.ASCII.GetBytes($"lab-account:{Password}")), Environment.MachineName, $"user {Environment.UserName}"])
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_start_that_failed_brings_the_same_block_and_dials_nothing_again()
    {
        await using var server = Answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>sign in");
        await using var run = await QuickSupportRun.StartAsync(Options(server.Port), default);

        var outcome = await run.Completion.WaitAsync(Patience);

        AssertFailed(outcome.Diagnosis!, "CAPTIVE_PORTAL", DialHop.Tls);
        Assert.Contains(DiagnosisText.Begin, QuickSupport.Face.SummaryText.Of(outcome));
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task The_json_holds_what_the_text_holds()
    {
        var (diagnosis, _) = await DiagnoseAsync(Options(FreePort.Take()));

        var json = JsonDocument.Parse(DiagnosisJson.Of(diagnosis)).RootElement;

        Assert.Equal(("BROKER_UNREACHABLE", false), (json.GetProperty("code").GetString(), json.GetProperty("reached").GetBoolean()));
        Assert.Equal(["ok", "ok", "failed", "skipped", "not reached", "not reached", "not reached"], json.GetProperty("hops").EnumerateArray().Select(hop => hop.GetProperty("state").GetString()!));
        Assert.Equal(DiagnosisText.Block(diagnosis), json.GetProperty("text").EnumerateArray().Select(line => line.GetString()!));
        Assert.NotEmpty(json.GetProperty("attempts").EnumerateArray());
    }

    private static void AssertFailed(Diagnosis diagnosis, string code, DialHop hop)
    {
        Assert.Equal((code, hop), (diagnosis.Code, diagnosis.Failed?.Hop));
        Assert.All(diagnosis.Hops.Where(one => one.Hop < hop), one => Assert.True(one.State is HopState.Ok or HopState.Skipped, $"{one}"));
        Assert.All(diagnosis.Hops.Where(one => one.Hop > hop), one => Assert.True(one.State is HopState.NotReached or HopState.Skipped, $"{one}"));
        Assert.EndsWith(".", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.All(DiagnosisText.Of(diagnosis), line => Assert.DoesNotContain(line, char.IsControl));
    }

    private static Task<(Diagnosis Diagnosis, ExitCode Exit)> DiagnoseAsync(QuickSupportOptions options) => RunDiagnosis.RunAsync(options, default).WaitAsync(Patience);

    private static LoopbackServer Answering(string answer) => LoopbackServer.Start(Answer(answer));

    private static Func<Stream, CancellationToken, Task> Answer(string answer) => async (stream, stop) =>
    {
        _ = await stream.ReadAsync(new byte[4096], stop);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
    };

    private QuickSupportOptions Options(int port, byte[]? outerRoot = null)
    {
        File.WriteAllBytes(_folder.In("client.orchestrator-config"), TestVendor.Configuration(Broker, port, outerRoot: outerRoot));
        return new QuickSupportOptions
        {
            Face = _face,
            ConfigurationPath = _folder.In("client.orchestrator-config"),
            LogRoot = _folder.In("logs"),
            FilesFolder = _folder.In("files"),
            Composition = "tests",
            Resolve = _ => [IPAddress.Loopback],
        };
    }

    private sealed class Account : IProxyCredentials
    {
        public bool AllowBasicInClear => true;

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ProxyCredential?>(new ProxyCredential("lab-account", Password));
    }
}
