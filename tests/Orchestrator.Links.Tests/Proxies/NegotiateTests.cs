using Orchestrator.Links.Tests.Dialing;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;
using Orchestrator.TestSupport.Servers;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>Kerberos at a real Squid, with tickets of a real KDC.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed class NegotiateTests
{
    [SkippableFact]
    public async Task The_users_ticket_serves_and_nobody_is_asked()
    {
        await using var realm = await KerberosRealm.StartAsync();
        await using var proxy = await StartAsync(realm);
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker, order => order with { Proxy = proxy.NamedUri }, ("KRB5_CONFIG", realm.Configuration), ("KRB5CCNAME", await realm.SignInAsync()));

        Assert.Equal(("", "Negotiate", 0), (report.Code + report.Sentence, report.Scheme, report.Prompts));
        Assert.Contains(" alice@LAB.TEST ", proxy.AccessLog, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("alice")]
    [InlineData("alice@LAB.TEST")]
    public async Task Without_a_ticket_user_and_password_get_one(string user)
    {
        await using var realm = await KerberosRealm.StartAsync();
        await using var proxy = await StartAsync(realm);
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker, order => order with { Proxy = proxy.NamedUri, User = user, Password = "correct-horse" }, ("KRB5_CONFIG", realm.Configuration), ("KRB5CCNAME", "FILE:/nonexistent"));

        Assert.Equal(("", "Negotiate", 1), (report.Code + report.Sentence, report.Scheme, report.Prompts));
    }

    [SkippableFact]
    public async Task A_wrong_password_is_tried_once_at_the_KDC_and_never_reaches_the_proxy()
    {
        await using var realm = await KerberosRealm.StartAsync();
        await using var proxy = await StartAsync(realm);
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker, order => order with { Proxy = proxy.NamedUri, User = "alice", Password = "wrong" }, ("KRB5_CONFIG", realm.Configuration), ("KRB5CCNAME", "FILE:/nonexistent"));

        Assert.Equal(("PROXY_AUTH_FAILED", 1), (report.Code, report.Prompts));
        Assert.Contains("no Kerberos ticket", report.Sentence, StringComparison.Ordinal);
        Assert.Single(realm.Log.Split('\n'), line => line.Contains("PREAUTH_FAILED", StringComparison.Ordinal));
        Assert.DoesNotContain("Negotiate", proxy.AccessLog, StringComparison.Ordinal);
    }

    private static Task<RealProxy> StartAsync(KerberosRealm realm) =>
        RealProxy.StartSquidAsync(options => options with { Schemes = [SquidScheme.Negotiate], Kerberos = realm.Squid });
}
