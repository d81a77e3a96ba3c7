using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.TestSupport.Network;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Links.Tests.Tls;

/// <summary>A valid certificate is asked whose it is: the vendor's, or that of a site that reads inside. Real handshakes, a root that this computer trusts.</summary>
[Trait("Requirement", "R-NET-10")]
public sealed class InterceptionRuleTests : IAsyncLifetime, IDisposable
{
    private const string Name = "broker.vendor.example";
    private readonly TestAuthority vendor = new("Vendor CA");
    private readonly TestAuthority site = new("Site inspection CA");
    private readonly List<X509Certificate2> made = [];
    private LoopbackServer genuine = null!;
    private LoopbackServer interceptor = null!;

    public Task InitializeAsync()
    {
        genuine = LoopbackServer.Start(LoopbackServer.EchoAsync, Keep(vendor.Issue([Name])));
        interceptor = LoopbackServer.Start(LoopbackServer.EchoAsync, Keep(site.Issue([Name])));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await genuine.DisposeAsync();
        await interceptor.DisposeAsync();
    }

    public void Dispose()
    {
        made.ForEach(one => one.Dispose());
        vendor.Dispose();
        site.Dispose();
    }

    public static TheoryData<string, string, string, TlsInterception> Verdicts => new()
    {
        // policy, server, code, verdict
        { "nothing listed", "genuine", "", TlsInterception.Unknown },
        { "nothing listed", "interceptor", "", TlsInterception.Unknown },
        { "nothing listed, refuse", "genuine", "TLS_INTERCEPTION_UNKNOWN", TlsInterception.Unknown },
        { "nothing listed, refuse", "interceptor", "TLS_INTERCEPTION_UNKNOWN", TlsInterception.Unknown },
        { "authority listed", "genuine", "", TlsInterception.None },
        { "authority listed", "interceptor", "", TlsInterception.Intercepted },
        { "authority listed, refuse", "genuine", "", TlsInterception.None },
        { "authority listed, refuse", "interceptor", "TLS_INTERCEPTED", TlsInterception.Intercepted },
        { "server listed", "genuine", "", TlsInterception.None },
        { "server listed", "interceptor", "", TlsInterception.Intercepted },
        { "authority pinned", "genuine", "", TlsInterception.None },
        { "authority pinned", "interceptor", "TLS_PINNED", TlsInterception.Intercepted },
        { "another pinned", "genuine", "TLS_PINNED", TlsInterception.None },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task A_certificate_that_the_computer_trusts_is_told_apart(string policy, string server, string code, TlsInterception expected)
    {
        var (authority, port) = server == "genuine" ? (vendor, genuine.Port) : (site, interceptor.Port);
        var verdicts = new List<TlsVerdict>();

        var failure = await Record.ExceptionAsync(async () => _ = await TrustedBy.FactsAsync(port, Name, TrustedBy.Computer(Root(authority), Policy(policy)), verdicts.Add));

        Assert.Equal(code, failure is null ? "" : Assert.IsType<DialException>(failure).Code);
        var verdict = Assert.Single(verdicts);
        Assert.Equal((Name, code, expected), (verdict.Host, verdict.Code, verdict.Interception));
        Assert.Equal(server == "genuine" ? "Vendor CA" : "Site inspection CA", verdict.PlainIssuer);
    }

    [Fact]
    public async Task A_certificate_under_the_configurations_root_is_the_vendors()
    {
        var facts = await TrustedBy.FactsAsync(genuine.Port, Name, TrustedBy.Configuration(Root(vendor), Policy("nothing listed, refuse")));

        Assert.Equal((TlsInterception.None, true), (facts.Interception, facts.ExtraRoot));
    }

    [Fact]
    public async Task A_site_that_reads_is_told_from_a_vendor_who_has_a_root_of_his_own()
    {
        var rules = TrustedBy.Configuration(Root(vendor)) with { PlatformRoots = [Root(site)] };

        Assert.Equal(TlsInterception.Intercepted, (await TrustedBy.FactsAsync(interceptor.Port, Name, rules)).Interception);
        Assert.Equal(TlsInterception.None, (await TrustedBy.FactsAsync(genuine.Port, Name, rules)).Interception);
    }

    [Fact]
    public async Task Nobodys_certificate_is_refused_before_anybody_asks_whose_it_is()
    {
        foreach (var policy in (string[])["authority listed", "authority listed, refuse", "authority pinned"])
        {
            Assert.Equal("TLS_UNTRUSTED", await TrustedBy.CodeAsync(interceptor.Port, Name, TrustedBy.Computer(Root(vendor), Policy(policy))));
        }
    }

    [Fact]
    public async Task The_refusal_names_the_issuer_and_what_IT_can_do()
    {
        var failure = await Assert.ThrowsAsync<DialException>(() => TrustedBy.FactsAsync(interceptor.Port, Name, TrustedBy.Computer(Root(site), Policy("authority listed, refuse"))));

        Assert.Contains("“Site inspection CA”", failure.Message, StringComparison.Ordinal);
        Assert.Contains("except broker.vendor.example, port 443 from TLS inspection", failure.Message, StringComparison.Ordinal);
    }

    private OuterTlsPolicy Policy(string what)
    {
        var authority = OuterTlsRules.KeyOf(Root(vendor));
        var policy = what.Split(',')[0] switch
        {
            "authority listed" => new OuterTlsPolicy { ExpectedKeys = [authority] },
            "server listed" => new OuterTlsPolicy { ExpectedKeys = [OuterTlsRules.KeyOf(made[0])] },
            "authority pinned" => new OuterTlsPolicy { PinnedKeys = [authority] },
            "another pinned" => new OuterTlsPolicy { ExpectedKeys = [authority], PinnedKeys = [KeyFingerprint.OfSpki([1])] },
            _ => OuterTlsPolicy.Default,
        };
        return policy with { Interception = what.EndsWith("refuse", StringComparison.Ordinal) ? InterceptionRule.Refuse : InterceptionRule.Allow };
    }

    private X509Certificate2 Root(TestAuthority authority) => Keep(X509CertificateLoader.LoadCertificate(authority.Root.Span));

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        made.Add(certificate);
        return certificate;
    }
}
