using System.Text;
using Orchestrator.Domain;
using Orchestrator.Links.Routing;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.QuickSupport.Tests.Site;

public sealed class SiteFileTests
{
    private const string Whole = """
        # by IT
        instrument:
          name: "Fluent 780 #2"
          serial: FL-20931
          site: Basel, building 7
        proxy:
          address: http://proxy.site.example:3128
          user: lab
          password: "geheim"
          basic-without-tls: yes
        folders: [/srv/in, /srv/out]
        limits:
          minutes: { view: 5, control: 0 }
          presence-minutes: 3
          prompt-seconds: 30
          grace-seconds: 5
          max-file-mib: 2
        """;

    [Fact]
    public void Everything_that_may_be_said_is_read()
    {
        var site = Parse(Whole);

        Assert.Equal(("Fluent 780 #2", "FL-20931", "Basel, building 7"), (site.InstrumentName, site.Serial, site.Site));
        Assert.Equal(new RouteSettings { Origin = RouteOrigin.SiteFile, Proxy = "http://proxy.site.example:3128" }, site.Routes);
        Assert.Equal(new SiteProxyCredentials("lab", "geheim", true), site.ProxyCredentials);
        Assert.DoesNotContain("geheim", site.ToString(), StringComparison.Ordinal);
        Assert.Equal(["/srv/in", "/srv/out"], site.Folders.ToArray());
        Assert.Equal(64, site.Sha256.Length);
    }

    [Theory]
    [InlineData("allow", InterceptionRule.Allow)]
    [InlineData("refuse", InterceptionRule.Refuse)]
    [Trait("Requirement", "R-NET-10")]
    public void It_says_what_becomes_of_a_network_that_reads_inside_TLS(string word, InterceptionRule rule)
    {
        Assert.Equal(rule, Parse($"tls-interception: {word}").TlsInterception);
        Assert.Null(Parse(Whole).TlsInterception);
    }

    [Theory]
    [InlineData("tls-interception: yes")]
    [InlineData("tls-interception: Allow")]
    [InlineData("tls-interception:")]
    [InlineData("tls-interception: [allow]")]
    [InlineData("tlsInterception: allow")]
    [Trait("Requirement", "R-NET-10")]
    public void Another_word_about_it_is_a_mistake(string text) =>
        Assert.Contains("line 1", Assert.Throws<SiteFileException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pac: http://pac.site.example/proxy.pac")]
    [InlineData("pac: /etc/orchestrator/proxy.pac")]
    [InlineData("wpad: site.example")]
    [Trait("Requirement", "R-NET-8")]
    public void A_PAC_file_comes_alone_and_an_account_names_the_proxies_that_may_see_it(string place)
    {
        var site = Parse($"proxy:\n  {place}\n  user: lab\n  password: geheim\n  hosts: [Proxy1.site.example, 10.0.0.1]\n");

        Assert.False(site.Routes!.UseSystem);
        Assert.Equal(["proxy1.site.example", "10.0.0.1"], site.Routes.AccountHosts.ToArray());
        Assert.Equal(place[(place.IndexOf(' ', StringComparison.Ordinal) + 1)..], site.Routes.PacFile ?? site.Routes.WpadDomain);
    }

    [Fact]
    public void Without_a_name_it_may_order_what_this_computers_settings_say()
    {
        var site = Parse("proxy:\n  direct: first\n  basic-without-tls: yes\n");

        Assert.Equal((DirectRoute.First, true, true), (site.Routes!.Direct, site.Routes.UseSystem, site.BasicWithoutTls));
        Assert.False(Parse("proxy:\n  system: no\n").Routes!.UseSystem);
    }

    [Fact]
    public void It_tightens_and_never_widens()
    {
        var policy = Parse(Whole).Tighten(SessionPolicy.Default);

        Assert.Equal(5, policy.MaxMinutes[Capability.ViewScreen]);
        Assert.False(policy.Allows(Capability.ControlInput));
        Assert.Equal(20, policy.MaxMinutes[Capability.SendFile]);
        Assert.Equal((3, 30, 5, 2L << 20), (policy.PresenceMinutes, policy.PromptSeconds, policy.GraceSeconds, policy.MaxFileBytes));

        var strict = SessionPolicy.Default with { MaxMinutes = policy.MaxMinutes.Remove(Capability.SendFile), PresenceMinutes = 1, PromptSeconds = 15, GraceSeconds = 0, MaxFileBytes = 10 };
        var wide = Parse("limits: { minutes: { view: 1440, send-file: 1440 }, presence-minutes: 60, prompt-seconds: 600, grace-seconds: 30, max-file-mib: 1000 }");
        var still = wide.Tighten(strict);
        Assert.Equal(strict.MaxMinutes.ToArray(), still.MaxMinutes.ToArray());
        Assert.Equal(strict with { MaxMinutes = still.MaxMinutes }, still);
    }

    [Fact]
    public void An_empty_file_says_nothing() => Assert.Equal(SessionPolicy.Default.MaxMinutes, Parse("# nothing\n").Tighten(SessionPolicy.Default).MaxMinutes);

    [Theory]
    [InlineData("server: other.example", 1, "isn't known")]
    [InlineData("broker: other.example", 1, "isn't known")]
    [InlineData("root: AA", 1, "isn't known")]
    [InlineData("instrument:\n  name: a\n  key: b", 3, "isn't known")]
    [InlineData("limits:\n  minutes:\n    shell: 5", 3, "isn't known")]
    [InlineData("limits:\n  prompt-seconds: 5", 2, "15 to 600")]
    [InlineData("limits:\n  presence-minutes: -1", 2, "1 to 60")]
    [InlineData("limits:\n  grace-seconds: 31", 2, "0 to 30")]
    [InlineData("limits:\n  minutes:\n    view: soon", 3, "whole number")]
    [InlineData("limits:\n  minutes: 5", 2, "needs entries")]
    [InlineData("folders:\n  - relative/path", 2, "full path")]
    [InlineData("folders:\n  - /srv/../etc", 2, "full path")]
    [InlineData("folders: /srv", 1, "needs a list")]
    [InlineData("folders: []", 1, "1 to 16")]
    [InlineData("proxy: http://proxy:3128", 1, "needs entries")]
    [InlineData("proxy:\n  address: ftp://proxy:21", 2, "needs an address")]
    [InlineData("proxy:\n  address: http://proxy:3128\n  pac: http://pac/proxy.pac", 2, "not several")]
    [InlineData("proxy:\n  pac: proxy.pac", 2, "full path")]
    [InlineData("proxy:\n  pac: ftp://pac.example/proxy.pac", 2, "full path")]
    [InlineData("proxy:\n  pac: http://me:secret@pac.example/proxy.pac", 2, "user name")]
    [InlineData("proxy:\n  wpad: example", 2, "at least two parts")]
    [InlineData("proxy:\n  wpad: ex_ample.org", 2, "at least two parts")]
    [InlineData("proxy:\n  pac: http://pac.example/p\n  direct: last", 3, "says itself")]
    [InlineData("proxy:\n  address: http://proxy:3128\n  system: no", 3, "comes alone")]
    [InlineData("proxy:\n  direct: sometimes", 2, "first, last or never")]
    [InlineData("proxy:\n  user: me\n  password: secret", 2, "name it")]
    [InlineData("proxy:\n  pac: http://pac.example/p\n  user: me\n  password: secret", 2, "may be shown it")]
    [InlineData("proxy:\n  address: http://proxy:3128\n  hosts: [proxy]", 3, "only beside")]
    [InlineData("proxy:\n  address: http://me:secret@proxy:3128", 2, "needs an address")]
    [InlineData("proxy:\n  address: http://proxy:3128\n  user: me", 2, "both user and password")]
    [InlineData("instrument: {name: \"\\x1b[2J\"}", 1, "can be shown")]
    [InlineData("instrument:\n  name: a\n  name: b", 3, "YAML")]
    [InlineData("instrument:\n name: a\n   serial: b", 3, "YAML")]
    [InlineData("a: &x 1\nb: *x", 1, "anchors")]
    [InlineData("instrument: !!map {name: a}", 1, "tags")]
    [InlineData("a: 1\n---\nb: 2", 2, "second document")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[", 1, "nested too deeply")]
    [InlineData("just text", 1, "needs entries")]
    public void Every_fault_is_one_sentence_with_its_line(string text, int line, string what)
    {
        var fault = Assert.Throws<SiteFileException>(() => Parse(text));

        Assert.Contains($"line {line}:", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_judged_before_anything_is_built()
    {
        var fault = Assert.Throws<SiteFileException>(() => Parse(new string('[', 60_000)));
        Assert.Contains("nested too deeply", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_isnt_utf8_is_a_sentence_too()
    {
        var fault = Assert.Throws<SiteFileException>(() => SiteFileLoader.Parse([0x69, 0xff, 0xfe], "site.yaml"));
        Assert.Contains("UTF-8", fault.Message, StringComparison.Ordinal);
    }

    private static SiteFile Parse(string text) => SiteFileLoader.Parse(Encoding.UTF8.GetBytes(text), "/etc/orchestrator/site.yaml");
}
