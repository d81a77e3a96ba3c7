using Orchestrator.Links.Tests.Dialing;
using Orchestrator.Testbed.Servers.Kerberos;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;
using Orchestrator.TestSupport.Servers;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>A real Squid that offers Negotiate, NTLM, Digest and Basic at once. What each scheme cost is counted in its log and in those of its verifiers.</summary>
public sealed class AllSchemesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("all-schemes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "R-NET-5")]
    public async Task Without_a_KDC_that_answers_the_next_scheme_serves_with_one_prompt(bool silent)
    {
        await using var kdc = silent ? LoopbackServer.Start((stream, stop) => stream.CopyToAsync(Stream.Null, stop)) : null;
        await using var proxy = await StartAsync();
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker, order => order with { Proxy = proxy.NamedUri, User = "alice", Password = "correct-horse" }, ("KRB5_CONFIG", NoKdc(kdc?.Port ?? FreePort.Take())), ("KRB5CCNAME", "FILE:/nonexistent"));

        Assert.Equal(("", "NTLM", 1), (report.Code + report.Sentence, report.Scheme, report.Prompts));
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-5")]
    public async Task A_proxy_known_by_its_address_gets_no_ticket()
    {
        await using var realm = await KerberosRealm.StartAsync();
        await using var proxy = await StartAsync(realm);
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker, order => order with { Proxy = proxy.Uri, User = "alice", Password = "correct-horse" }, ("KRB5_CONFIG", realm.Configuration), ("KRB5CCNAME", await realm.SignInAsync()));

        Assert.Equal(("", "NTLM", 1), (report.Code + report.Sentence, report.Scheme, report.Prompts));
        Assert.Equal("", proxy.VerifierLog(SquidScheme.Negotiate));
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-5")]
    public async Task A_ticket_that_the_proxy_refuses_is_no_password_and_the_next_scheme_serves()
    {
        await using var realm = await KerberosRealm.StartAsync();
        await using var other = await KerberosRealm.StartAsync();

        // The proxy has the keys of another realm that is called the same.
        await using var proxy = await StartAsync(other);
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker, order => order with { Proxy = proxy.NamedUri, User = "alice", Password = "correct-horse" }, ("KRB5_CONFIG", realm.Configuration), ("KRB5CCNAME", await realm.SignInAsync()));

        Assert.Equal(("", "NTLM", 1), (report.Code + report.Sentence, report.Scheme, report.Prompts));
        Assert.Equal(2, proxy.VerifierLog(SquidScheme.Negotiate).Split('\n').Count(line => line.StartsWith("YR ", StringComparison.Ordinal)));
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-6")]
    public async Task A_wrong_password_costs_one_attempt_at_the_KDC_one_at_the_proxy_and_one_prompt()
    {
        await using var realm = await KerberosRealm.StartAsync();
        await using var proxy = await StartAsync(realm);
        await using var broker = new DialerFixture("localhost");

        var report = await ProxyClientRun.DialAsync(
            broker,
            order => order with { Proxy = proxy.NamedUri, User = "alice", Password = "wrong", BasicInClear = true },
            ("KRB5_CONFIG", realm.Configuration),
            ("KRB5CCNAME", "FILE:/nonexistent"));

        Assert.Equal(("PROXY_AUTH_FAILED", 1), (report.Code, report.Prompts));
        Assert.Contains("Negotiate, NTLM, Digest, Basic", report.Sentence, StringComparison.Ordinal);
        Assert.Single(realm.Log.Split('\n'), line => line.Contains("PREAUTH_FAILED", StringComparison.Ordinal));

        // One request without credentials, and the two of NTLM's one attempt.
        var log = await proxy.RequestsAsync(3);
        Assert.Equal(["-", "NTLM TlRM", "NTLM TlRM"], log.Select(line => line.Split('"')[^2]));
        Assert.Single(proxy.VerifierLog(SquidScheme.Ntlm).Split('\n'), line => line.StartsWith("KK ", StringComparison.Ordinal));
        Assert.Equal(("", ""), (proxy.VerifierLog(SquidScheme.Digest), proxy.VerifierLog(SquidScheme.Basic)));
    }

    private static Task<RealProxy> StartAsync(KerberosRealm? realm = null) => RealProxy.StartSquidAsync(options => options with
    {
        Schemes = [SquidScheme.Negotiate, SquidScheme.Ntlm, SquidScheme.Digest, SquidScheme.Basic],
        Kerberos = realm?.Squid,
    });

    // A realm whose KDC doesn't answer: nobody listens there, or somebody who says nothing.
    private string NoKdc(int port)
    {
        var file = Path.Combine(_folder, "krb5.conf");
        File.WriteAllText(file, KdcOptions.ClientConfiguration("LAB.TEST", $"127.0.0.1:{port}"));
        return file;
    }
}
