using Orchestrator.Links.Tests.Dialing;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>A real Squid that looks into the tunnels: the certificate that the client sees is Squid's, and counts only where this computer trusts its authority.</summary>
[Trait("Requirement", "R-NET-9")]
public sealed class InterceptingSquidTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intercepting-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(true, true, "")]
    [InlineData(false, true, "TLS_UNTRUSTED")]
    [InlineData(true, false, "TRANSPORT_REFUSED")]
    public async Task Its_certificate_counts_where_its_authority_is_trusted_and_upgrades_pass_where_it_lets_them(bool trusted, bool upgrades, string code)
    {
        using var authority = new TestAuthority("Site inspection");
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartSquidAsync(options => options with { Interception = new SquidInterception(authority.ToServerCertificate(), broker.Root, upgrades) });
        var roots = Path.Combine(_folder, "roots.pem");
        await File.WriteAllTextAsync(roots, trusted ? authority.RootPem : "");

        var report = await ProxyClientRun.DialAsync(broker, order => order with { Proxy = proxy.Uri }, ("SSL_CERT_FILE", roots), ("SSL_CERT_DIR", _folder));

        Assert.Equal(code, report.Code);
    }
}
