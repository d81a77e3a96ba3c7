using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Tests.Dialing;

[Trait("Requirement", "R-NET-14")]
public sealed class DialCredentialsTests
{
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Inside_TLS_to_the_proxy_Basic_is_not_in_clear(bool policy, bool proxyIsTls, bool allowed)
    {
        Assert.Equal(allowed, new DialCredentials(new Site("alice", "one", policy), new CredentialMemory(), proxyIsTls).AllowBasicInClear);
        Assert.Equal(proxyIsTls, new DialCredentials(null, new CredentialMemory(), proxyIsTls).AllowBasicInClear);
    }

    [Fact]
    public async Task What_was_refused_is_held_back_and_everything_else_is_not()
    {
        var memory = new CredentialMemory();
        var first = new DialCredentials(new Site("alice", "one"), memory, false);
        Assert.NotNull(await first.GetAsync("Basic", "lab", default));
        first.NoteRefusal();

        var again = new DialCredentials(new Site("alice", "one"), memory, false);
        Assert.Null(await again.GetAsync("Basic", "lab", default));
        Assert.True(again.HeldBack);
        Assert.NotNull(await new DialCredentials(new Site("alice", "two"), memory, false).GetAsync("Basic", "lab", default));
        Assert.NotNull(await new DialCredentials(new Site("bob", "one"), memory, false).GetAsync("Basic", "lab", default));
        Assert.NotNull(await new DialCredentials(new Site("alice", "one"), memory, false).GetAsync("Digest", "lab", default));
    }

    [Fact]
    public async Task A_site_whose_credentials_are_always_refused_is_not_tried_for_ever()
    {
        var memory = new CredentialMemory();
        for (var attempt = 0; attempt < 64; attempt++)
        {
            var credentials = new DialCredentials(new Site("alice", $"{attempt}"), memory, false);
            Assert.NotNull(await credentials.GetAsync("Basic", "lab", default));
            credentials.NoteRefusal();
        }

        Assert.Null(await new DialCredentials(new Site("alice", "the right one"), memory, false).GetAsync("Basic", "lab", default));
    }

    [Fact]
    public async Task Every_scheme_that_was_tried_is_held_back_later_and_with_the_first_of_them_the_rest_of_that_dial()
    {
        var memory = new CredentialMemory();
        var first = new DialCredentials(new Site("alice", "one"), memory, false);
        Assert.NotNull(await first.GetAsync("Negotiate", "", default));
        Assert.NotNull(await first.GetAsync("NTLM", "", default));
        first.NoteRefusal();

        foreach (var scheme in new[] { "Negotiate", "negotiate", "NTLM" })
            Assert.Null(await new DialCredentials(new Site("alice", "one"), memory, false).GetAsync(scheme, "", default));
        var again = new DialCredentials(new Site("alice", "one"), memory, false);
        Assert.Null(await again.GetAsync("NTLM", "", default));
        Assert.Null(await again.GetAsync("Digest", "lab", default));
        Assert.True(again.HeldBack);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "R-NET-6")]
    public async Task One_dial_asks_the_site_once_however_many_schemes_are_tried(bool knows)
    {
        var site = new Site("alice", "one") { Knows = knows };
        var dial = new DialCredentials(site, new CredentialMemory(), false);

        foreach (var scheme in new[] { "Negotiate", "NTLM", "Digest", "Basic" })
            Assert.Equal(knows, await dial.GetAsync(scheme, "lab", default) is not null);

        Assert.Equal(1, site.Asked);
    }

    private sealed class Site(string user, string password, bool allowBasicInClear = true) : IProxyCredentials
    {
        public bool AllowBasicInClear => allowBasicInClear;

        public bool Knows { get; init; } = true;

        public int Asked { get; private set; }

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(Knows ? new ProxyCredential(user, password) : null);
        }
    }
}
