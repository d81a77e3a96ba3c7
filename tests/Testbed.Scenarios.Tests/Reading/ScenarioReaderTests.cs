using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;

namespace Orchestrator.Testbed.Scenarios.Tests.Reading;

/// <summary>Every mistake in a scenario file is named with line and column, and nothing wrong gets through.</summary>
public sealed class ScenarioReaderTests
{
    private const string Good = """
        id: a
        title: A title
        network:
          names: site-only
        proxy:
          kind: http
          schemes: [basic]
          credentials: right
          basic-in-clear: yes
        technician: [view, send: 64]
        expect:
          verdict: connected
          path: http-proxy(basic) > tls > websocket
          instrument: { has: [session.opened], lacks: [link.lost] }
          hops: [dns, proxy]
        """;

    [Fact]
    public void A_scenario_is_read_as_it_stands()
    {
        var scenario = ScenarioReader.Read(Good, "a.yaml", "http");

        Assert.Equal(("a", "A title", "http"), (scenario.Id, scenario.Title, scenario.Theme));
        Assert.Equal(NameService.SiteOnly, scenario.Network.Names);
        Assert.Equal([HostRole.Dns, HostRole.Proxy], scenario.Network.Allow.AsEnumerable());
        Assert.Equal(ProxyServer.Squid, scenario.Proxy!.Server);
        Assert.Equal([ProxyScheme.Basic], scenario.Proxy.Schemes.AsEnumerable());
        Assert.True(scenario.Proxy.BasicInClear);
        Assert.Equal([new TechnicianStep.View(), new TechnicianStep.Send(64)], scenario.Steps.AsEnumerable());
        Assert.Equal(Verdict.Connected, scenario.Expect.Verdict);
        Assert.Equal("http-proxy(basic) > tls > websocket", scenario.Expect.Path);
        Assert.Equal(["link.lost"], scenario.Expect.Instrument.Lacks.AsEnumerable());
        Assert.Equal([HostRole.Dns, HostRole.Proxy], scenario.Expect.Hops.AsEnumerable());
    }

    [Theory]
    [InlineData("id: a", "id: b", 1, 5, "needs the file's name")]
    [InlineData("id: a", "idd: a", 1, 1, "“idd” isn't known")]
    [InlineData("title: A title", "title: ''", 2, 8, "needs 1 to 160 characters")]
    [InlineData("  names: site-only", "  names: most", 4, 10, "needs one of normal, site-only, absent")]
    [InlineData("  names: site-only", "  portal: plain", 4, 11, "nobody asks directly where there is a proxy")]
    [InlineData("  names: site-only", "  allow: [dns, dns]", 4, 16, "names dns twice")]
    [InlineData("  names: site-only", "  allow: [elsewhere]", 4, 10, "never lets anybody to elsewhere")]
    [InlineData("  names: site-only", "  allow: [kdc]", 4, 10, "names kdc, which this scenario doesn't have")]
    [InlineData("  names: site-only", "  names: [site-only]", 4, 10, "needs one value")]
    [InlineData("  kind: http", "  kind: gopher", 6, 9, "needs one of http, https, socks5")]
    [InlineData("  kind: http", "  kind: socks5", 7, 12, "names basic, which dante")]
    [InlineData("  kind: http", "  kind: https", 9, 19, "is about connections without TLS")]
    [InlineData("  kind: http", "  server: squid", 6, 3, "needs “kind”")]
    [InlineData("  schemes: [basic]", "  schemes: [password]", 7, 12, "names password, which squid")]
    [InlineData("  schemes: [basic]", "  server: tinyproxy\n  schemes: [digest]", 8, 12, "names digest, which tinyproxy")]
    [InlineData("  schemes: [basic]", "  server: microsocks", 7, 11, "isn't a proxy of the kind http")]
    [InlineData("  schemes: [basic]", "  answers: html200\n  server: squid", 7, 12, "needs the server scripted")]
    [InlineData("  schemes: [basic]", "  answers: html200\n  denies: yes", 7, 12, "says all that the proxy does")]
    [InlineData("  schemes: [basic]", "  denies: yes\n  down: yes", 7, 11, "can't be said of a proxy that is down")]
    [InlineData("  schemes: [basic]", "  cuts-idle-after-s: 9", 7, 22, "needs the server haproxy or scripted")]
    [InlineData("  schemes: [basic]", "  found-by: pac", 7, 13, "needs a “pac” beside it")]
    [InlineData("  schemes: [basic]", "  pac: { missing: yes }", 7, 8, "needs “found-by: pac”")]
    [InlineData("  schemes: [basic]", "  found-by: pac\n  pac: {}", 8, 8, "needs a “script”, or “missing: yes”")]
    [InlineData("  credentials: right", "  credentials: ticket", 8, 16, "only where negotiate is offered")]
    [InlineData("  credentials: right", "  credentials: maybe", 8, 16, "needs one of none, right, wrong, ticket")]
    [InlineData("  basic-in-clear: yes", "  basic-in-clear: perhaps", 9, 19, "needs yes or no")]
    [InlineData("technician: [view, send: 64]", "technician: view", 10, 13, "needs a list")]
    [InlineData("technician: [view, send: 64]", "technician: [look]", 10, 14, "needs one of view, click")]
    [InlineData("technician: [view, send: 64]", "technician: [send: 0]", 10, 20, "needs a whole number from 1 to 65536")]
    [InlineData("technician: [view, send: 64]", "technician: [view, wave: 1]", 10, 20, "“wave” isn't known")]
    [InlineData("technician: [view, send: 64]", "technician: []", 10, 13, "needs 1 to 30 steps")]
    [InlineData("technician: [view, send: 64]", "only: real", 10, 7, "needs a “reason” beside it")]
    [InlineData("technician: [view, send: 64]", "only: dream\nreason: why", 10, 7, "needs simulated or real")]
    [InlineData("technician: [view, send: 64]", "reason: why", 10, 9, "says why only one world plays it")]
    [InlineData("technician: [view, send: 64]", "middlebox: { strips-upgrades: yes }", 10, 31, "needs a “certificate”")]
    [InlineData("technician: [view, send: 64]", "middlebox: { hangs: yes, certificate: trusted }", 10, 21, "is all that a box that hangs does")]
    [InlineData("technician: [view, send: 64]", "middlebox: { certificate: trusted, answers: 403, buffers-bodies: yes }", 10, 45, "leaves nothing for the box to hand on")]
    [InlineData("technician: [view, send: 64]", "middlebox: {}", 10, 12, "does nothing; leave it away")]
    [InlineData("technician: [view, send: 64]", "faults: { seed: 4 }", 10, 9, "do nothing; leave them away")]
    [InlineData("technician: [view, send: 64]", "faults: { latency-ms: -1 }", 10, 23, "needs a whole number from 0 to 5000")]
    [InlineData("technician: [view, send: 64]", "faults: { latency-ms: 1, stall-ms: 9 }", 10, 36, "needs “stall-after-kib”")]
    [InlineData("technician: [view, send: 64]", "faults: { latency-ms: 1, connections: 2 }", 10, 39, "there is none")]
    [InlineData("technician: [view, send: 64]", "operator: { refuses: [everything] }", 10, 23, "needs one of view")]
    [InlineData("technician: [view, send: 64]", "site: {}", 10, 7, "needs “lines”")]
    [InlineData("  verdict: connected", "  verdict: fine", 12, 12, "needs one of connected, refused, ended")]
    [InlineData("  verdict: connected", "  verdict: refused", 13, 9, "can't be known where nothing connects")]
    [InlineData("  verdict: connected", "  verdict: ended", 12, 3, "needs “code”")]
    [InlineData("  verdict: connected", "  verdict: ended\n  code: BORED", 13, 9, "needs the reason of an end")]
    [InlineData("  verdict: connected", "  verdict: connected\n  code: TIMEOUT", 13, 9, "leave it away where the verdict is connected")]
    [InlineData("  path: http-proxy(basic) > tls > websocket", "  path: somehow", 13, 9, "needs a way like")]
    [InlineData("  path: http-proxy(basic) > tls > websocket\n", "", 12, 3, "needs “path”")]
    [InlineData("lacks: [link.lost]", "lacks: [session.opened]", 14, 47, "which “has” names, too")]
    [InlineData("has: [session.opened]", "has: [Session Opened]", 14, 23, "needs an event code")]
    [InlineData("  hops: [dns, proxy]", "  hops: [dns]", 15, 9, "must hold the host that the session runs over")]
    [InlineData("  hops: [dns, proxy]", "  hops: [dns, proxy, elsewhere]", 15, 9, "no packet may go there")]
    [InlineData("  hops: [dns, proxy]", "  hops: [dns, proxy, pac-server]", 15, 9, "which this scenario doesn't have")]
    [InlineData("title: A title", "title: A title\ntitle: Another", 3, 1, "a key that stands there twice")]
    [InlineData("title: A title", "title: &x A title", 2, 8, "anchors, references")]
    [InlineData("title: A title", "title: !x A title", 2, 8, "anchors, references")]
    [InlineData("title: A title", "\ttitle: A title", 1, 5, "it isn't YAML")]
    public void Every_mistake_is_named_with_its_place(string right, string wrong, long line, long column, string said)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);

        var mistake = Assert.Throws<ScenarioFileException>(() => ScenarioReader.Read(Good.Replace(right, wrong, StringComparison.Ordinal), "a.yaml"));

        Assert.Contains(said, mistake.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (mistake.Line, mistake.Column));
        Assert.StartsWith($"a.yaml:{line}:{column}: ", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_no_scenario() =>
        Assert.Contains("nothing stands in it", Assert.Throws<ScenarioFileException>(() => ScenarioReader.Read("", "a.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_is_said_the_proxy_is_the_only_way_out()
    {
        var scenario = ScenarioReader.Read(Good.Replace("  names: site-only", "  addresses: dual", StringComparison.Ordinal), "a.yaml");

        Assert.Equal([HostRole.Dns, HostRole.Proxy], scenario.Network.Allow.AsEnumerable());
        Assert.Equal(BlockAction.Drop, scenario.Network.Blocked);
    }
}
