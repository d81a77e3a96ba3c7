using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Tests.Dialing;

public sealed class ProxyAddressTests
{
    [Theory]
    [InlineData("http://proxy.site.example:3128", "http", "proxy.site.example", 3128)]
    [InlineData("https://proxy.site.example/", "https", "proxy.site.example", 443)]
    [InlineData("http://192.0.2.7:8080", "http", "192.0.2.7", 8080)]
    [InlineData("http://[2001:db8::7]:8080", "http", "[2001:db8::7]", 8080)]
    public void An_address_is_scheme_host_and_port(string text, string scheme, string host, int port)
    {
        var proxy = ProxyAddress.Parse(text);

        Assert.Equal((scheme, host.Trim('[', ']'), port), (proxy.Scheme, proxy.Host, proxy.Port));
        Assert.Equal($"{scheme}://{host}:{port}", proxy.ToString());
        Assert.True(proxy.IsProxy);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_no_proxy(string? text)
    {
        Assert.False(ProxyAddress.Parse(text).IsProxy);
        Assert.Equal("direct", ProxyAddress.Parse(text).Scheme);
    }

    [Theory]
    [InlineData("http://alice:canary@proxy.site.example:3128")]
    [InlineData("http://canary@proxy.site.example:3128")]
    [InlineData("http://proxy.site.example:3128/canary")]
    [InlineData("http://proxy.site.example:3128/?canary")]
    [InlineData("http://proxy.site.example:3128/#canary")]
    [InlineData("canary.site.example:3128x")]
    [InlineData("http://proxy.site.example:canary")]
    [InlineData("/etc/canary")]
    public void Anything_else_is_refused_without_being_repeated(string text)
    {
        var failure = Assert.Throws<DialException>(() => ProxyAddress.Parse(text));

        Assert.Equal("PROXY_UNSUPPORTED", failure.Code);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }
}
