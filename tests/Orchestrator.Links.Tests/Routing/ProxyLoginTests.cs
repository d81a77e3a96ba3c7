using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.TestSupport.Network;
using Orchestrator.Testbed.Servers;

namespace Orchestrator.Links.Tests.Routing;

/// <summary>Accounts that a person types, against a real proxy.</summary>
[Trait("Requirement", "R-NET-14")]
public sealed class ProxyLoginTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ProxyCredential Right = new("alice", "correct-horse");

    [SkippableFact]
    public async Task What_is_typed_opens_the_proxy_and_is_asked_for_once_in_a_run()
    {
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        using var memory = new DialMemory();
        var person = new Person(Right);
        var dialer = DialerFixture.Dialer(Options(broker, proxy, person, memory));

        await using var first = await dialer.DialAsync(default).WaitAsync(Patience);
        await using var second = await dialer.DialAsync(default).WaitAsync(Patience);

        Assert.Equal(new ProxyQuestion(proxy.Uri, RouteOrigin.SiteFile, person.Asked[0].Realm, false), Assert.Single(person.Asked));
        Assert.Equal("Basic", second.Facts.ProxyScheme);
        Assert.Equal(["PROXY_AUTH_REQUIRED", ""], first.Report.Attempts.Select(attempt => attempt.Code));
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-6")]
    public async Task A_refusal_asks_again_twice_and_a_refused_pair_is_never_sent_again()
    {
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        using var memory = new DialMemory();
        var person = new Person(new("alice", "wrong"), new("alice", "wrong"), new("alice", "wrong too"), Right);
        var dialer = DialerFixture.Dialer(Options(broker, proxy, person, memory));

        var failure = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));
        await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));

        Assert.Equal("PROXY_AUTH_FAILED", failure.Code);
        Assert.Equal([false, true, true], person.Asked.Select(question => question.IsRefused));
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Who_has_none_is_not_asked_again()
    {
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        using var memory = new DialMemory();
        var person = new Person();
        var dialer = DialerFixture.Dialer(Options(broker, proxy, person, memory));

        await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));
        var failure = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));

        Assert.Equal("PROXY_AUTH_REQUIRED", failure.Code);
        Assert.Single(person.Asked);
    }

    [SkippableFact]
    public async Task Nobody_is_asked_where_another_route_leads_to_a_link()
    {
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        using var memory = new DialMemory();
        var person = new Person(Right);
        var options = Options(broker, proxy, person, memory);

        await using var dialed = await DialerFixture.Dialer(options with { Routes = options.Routes with { Direct = DirectRoute.Last } }).DialAsync(default).WaitAsync(Patience);

        Assert.Empty(person.Asked);
        Assert.Equal("", dialed.Facts.Proxy);
    }

    [SkippableFact]
    public async Task A_configured_account_is_not_shown_to_a_proxy_that_a_PAC_file_names_unless_its_host_is_listed()
    {
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        var folder = Directory.CreateTempSubdirectory("pac-").FullName;
        var file = Path.Combine(folder, "proxy.pac");
        await File.WriteAllTextAsync(file, $"function FindProxyForURL(u, h) {{ return 'PROXY 127.0.0.1:{proxy.Port}'; }}");
        var routes = new RouteSettings { Origin = RouteOrigin.SiteFile, PacFile = file };
        var options = broker.Options with { Routes = routes, ProxyCredentials = new Configured() };
        try
        {
            var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));
            await using var dialed = await DialerFixture.Dialer(options with { Routes = routes with { AccountHosts = ["127.0.0.1"] } }).DialAsync(default).WaitAsync(Patience);

            Assert.Equal("PROXY_AUTH_REQUIRED", failure.Code);
            Assert.Equal("Basic", dialed.Facts.ProxyScheme);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DialerOptions Options(DialerFixture broker, RealProxy proxy, Person person, DialMemory memory) => broker.Options with
    {
        Routes = RouteSettings.Only(proxy.Uri, RouteOrigin.SiteFile),
        ProxyLogin = person,
        AllowBasicInClear = true,
        Memory = memory,
    };

    private sealed class Person(params ProxyCredential[] answers) : IProxyLogin
    {
        public List<ProxyQuestion> Asked { get; } = [];

        public ValueTask<ProxyCredential?> AskAsync(ProxyQuestion question, CancellationToken cancellationToken)
        {
            Asked.Add(question);
            return ValueTask.FromResult(Asked.Count <= answers.Length ? answers[Asked.Count - 1] : null);
        }
    }

    private sealed class Configured : IProxyCredentials
    {
        public bool AllowBasicInClear => true;

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) => ValueTask.FromResult<ProxyCredential?>(Right);
    }
}
