using Orchestrator.Links.Tests.Dialing;
using Orchestrator.ProxyClient;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Haproxy;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>Proxies behind TLS: Squid's own, and HAProxy before a Squid. Their certificate is checked against the platform's trust, which SSL_CERT_FILE is on Linux.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed class HttpsProxyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("https-proxy-").FullName;
    private readonly TestAuthority _site = new("Site root");

    public void Dispose()
    {
        _site.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task Inside_TLS_to_Squid_Basic_needs_no_policy()
    {
        await using var proxy = await StartSquidAsync("localhost");
        await using var broker = new DialerFixture("localhost");

        var report = await DialAsync(broker, $"https://localhost:{((SquidOptions)proxy.Options).Tls!.Port}", trusted: true);

        Assert.Equal(("", "Basic", 1), (report.Code + report.Sentence, report.Scheme, report.Prompts));
    }

    [SkippableFact]
    public async Task HAProxy_may_end_the_TLS_before_a_Squid()
    {
        await using var squid = await RealProxy.StartSquidAsync(options => options with { Schemes = [SquidScheme.Digest] });
        await using var proxy = await RealProxy.StartAsync(new HaproxyOptions { Port = FreePort.Take(), Backend = $"127.0.0.1:{squid.Port}", Certificate = Certificate("localhost") });
        await using var broker = new DialerFixture("localhost");

        var report = await DialAsync(broker, $"https://localhost:{proxy.Port}", trusted: true);

        Assert.Equal(("", "Digest", 1), (report.Code + report.Sentence, report.Scheme, report.Prompts));
    }

    [SkippableTheory]
    [InlineData("localhost", false, "TLS_UNTRUSTED")]
    [InlineData("proxy.elsewhere.test", true, "TLS_NAME")]
    [Trait("Requirement", "R-NET-14")]
    public async Task A_proxy_whose_certificate_is_wrong_is_never_told_a_word(string name, bool trusted, string code)
    {
        await using var proxy = await StartSquidAsync(name);
        await using var broker = new DialerFixture("localhost");

        var report = await DialAsync(broker, $"https://localhost:{((SquidOptions)proxy.Options).Tls!.Port}", trusted);

        Assert.Equal((code, 0), (report.Code, report.Prompts));
        Assert.DoesNotContain("CONNECT", proxy.AccessLog, StringComparison.Ordinal);
    }

    private Task<RealProxy> StartSquidAsync(string name) => RealProxy.StartSquidAsync(options => options with
    {
        Schemes = [SquidScheme.Basic],
        Tls = new SquidTls(FreePort.Take(), Certificate(name)),
    });

    private Task<Report> DialAsync(DialerFixture broker, string proxy, bool trusted)
    {
        var roots = Path.Combine(_folder, "roots.pem");
        File.WriteAllText(roots, trusted ? _site.RootPem : "");
        return ProxyClientRun.DialAsync(broker, order => order with { Proxy = proxy, User = "alice", Password = "correct-horse" }, ("SSL_CERT_FILE", roots), ("SSL_CERT_DIR", _folder));
    }

    private ServerCertificate Certificate(string name)
    {
        using var certificate = _site.Issue([name]);
        return TestAuthority.ToServerCertificate(certificate);
    }
}
