using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Tests.Egress;

[Trait("Requirement", "R-NET-3")]
public sealed class EgressGuardTests
{
    private static readonly EgressGuard Guard = new(["broker.vendor.example", "xn--brker-jua.vendor.example"], "vendor.example", 443);

    [Theory]
    [InlineData("broker.vendor.example")]
    [InlineData("node-7.eu.vendor.example")]
    [InlineData("xn--brker-jua.vendor.example")]
    public void The_brokers_names_pass(string host)
    {
        Guard.Check(host, 443);
    }

    [Theory]
    [InlineData("vendor.example.evil.test")]
    [InlineData("evilvendor.example")]
    [InlineData("vendor.example")]
    [InlineData("broker.vendor.example.")]
    [InlineData(".broker.vendor.example")]
    [InlineData("broker..vendor.example")]
    [InlineData("BROKER.vendor.example")]
    [InlineData("broker.vend\u043er.example")]
    [InlineData("br\u00f6ker.vendor.example")]
    [InlineData("broker.vendor\u3002example")]
    [InlineData("xn--vndor-evil.vendor.example")]
    [InlineData("user@broker.vendor.example")]
    [InlineData("broker.vendor.example@evil.test")]
    [InlineData("broker.vendor.example:443")]
    [InlineData("broker.vendor.example/evil.test")]
    [InlineData("broker.vendor.example\0.evil.test")]
    [InlineData("broker.vendor.example\r\nHost: evil.test")]
    [InlineData("broker.vendor.example%2eevil.test")]
    [InlineData("*.vendor.example")]
    [InlineData("-.vendor.example")]
    [InlineData("a_b.vendor.example")]
    [InlineData(" broker.vendor.example")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    [InlineData("evil.test")]
    [InlineData("")]
    public void Everything_that_only_looks_like_one_is_refused(string host)
    {
        var failure = Assert.Throws<DialException>(() => Guard.Check(host, 443));

        Assert.Equal("EGRESS_REFUSED", failure.Code);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        Assert.NotNull(Guard.Objection($"{string.Join('.', Enumerable.Repeat("a", 130))}.vendor.example", 443));
        Assert.NotNull(Guard.Objection($"{new string('a', 64)}.vendor.example", 443));
        Assert.Null(Guard.Objection($"{new string('a', 63)}.vendor.example", 443));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(8443)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Only_the_configured_port_passes(int port)
    {
        Assert.Equal("the port isn't 443", Guard.Objection("broker.vendor.example", port));
    }

    [Fact]
    public void Without_a_vendor_domain_only_the_names_themselves_pass()
    {
        var guard = new EgressGuard(["broker.vendor.example"], "", 8443);

        Assert.Null(guard.Objection("broker.vendor.example", 8443));
        Assert.NotNull(guard.Objection("other.vendor.example", 8443));
    }

    [Theory]
    [InlineData("broker.vendor.example.", "vendor.example", 443)]
    [InlineData("127.0.0.1", "vendor.example", 443)]
    [InlineData("*.vendor.example", "vendor.example", 443)]
    [InlineData("broker.vendor.example", "example", 443)]
    [InlineData("broker.vendor.example", ".vendor.example", 443)]
    [InlineData("broker.vendor.example", "vendor.example", 0)]
    [InlineData("broker.vendor.example", "vendor.example", 65536)]
    [InlineData("", "vendor.example", 443)]
    public void Broken_rules_are_refused_rather_than_read_generously(string name, string domain, int port)
    {
        Assert.Equal("CONFIGURATION_INVALID", Assert.Throws<DialException>(() => new EgressGuard([name], domain, port)).Code);
        Assert.Equal("CONFIGURATION_INVALID", Assert.Throws<DialException>(() => new EgressGuard([], domain, port)).Code);
    }
}
