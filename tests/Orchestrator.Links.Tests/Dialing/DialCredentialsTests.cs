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

    private sealed class Site(string user, string password, bool allowBasicInClear = true) : IProxyCredentials
    {
        public bool AllowBasicInClear => allowBasicInClear;

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ProxyCredential?>(new ProxyCredential(user, password));
    }
}
