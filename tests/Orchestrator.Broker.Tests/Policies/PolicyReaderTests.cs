using System.Text;
using Orchestrator.Broker.Policies;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Tests.Policies;

[Trait("Requirement", "R-AUTHZ-7")]
public sealed class PolicyReaderTests
{
    private const string Full = """
        version: 7
        zone: Europe/Zurich
        rules:
          - id: day
            effect: permit
            roles: [technician, supervisor]
            capabilities: [view, send-file]
            instruments: [Evo*, "4711"]
            sites: [Basel]
            hours:
              - days: [mon, fri]
                from: 08:00
                to: 12:00
              - from: 20:00
                to: 24:00
            training: [biosafety]
            limits:
              minutes: 20
              max-file-mib: 2
              file-types: [.gwl, .csv]
              folders: [/runs/in/, "c:/Runs"]
            approval: supervisor
          - id: never
            effect: deny
            capabilities: [clipboard-from]
        """;

    [Fact]
    public void Everything_that_a_rule_can_say_is_read()
    {
        var policy = PolicyReader.Read(Full);

        Assert.Equal((7, "Europe/Zurich", 2), (policy.Version, policy.Zone, policy.Rules.Length));
        var day = policy.Rules[0];
        Assert.Equal(["technician", "supervisor"], day.Roles.AsEnumerable());
        Assert.Equal([Capability.ViewScreen, Capability.SendFile], day.Capabilities.AsEnumerable());
        Assert.Equal(["Evo*", "4711"], day.Instruments.AsEnumerable());
        Assert.Equal(["mon fri 08:00–12:00", "every day 20:00–24:00"], day.Hours.Select(h => h.ToString()));
        Assert.Equal(["biosafety"], day.Training.AsEnumerable());
        Assert.Equal(new PolicyLimits(20, new FileLimits(2 << 20, FileTypes.Of(".csv", ".gwl"), Folders.Of("/runs/in", "C:\\Runs"))), day.Limits);
        Assert.True(day.NeedsApproval);
        Assert.Equal((PolicyEffect.Deny, false), (policy.Rules[1].Effect, policy.Rules[1].NeedsApproval));
    }

    [Theory]
    [InlineData("", 1, "nothing stands in it")]
    [InlineData("# only words\n", 1, "nothing stands in it")]
    [InlineData("just text", 1, "needs entries")]
    [InlineData("version: 1\nzone: UTC", 1, "version, zone and rules")]
    [InlineData("version: 0\nzone: UTC\nrules: []", 1, "1 to 2147483647")]
    [InlineData("version: 1.5\nzone: UTC\nrules: []", 1, "whole number")]
    [InlineData("version: 1\nzone: UTC\nrules: []", 3, "1 to 500 rules")]
    [InlineData("version: 1\nversion: 2\nzone: UTC\nrules: []", 2, "stands there twice")]
    [InlineData("version: 1\nzone: UTC\nowner: me\nrules: []", 3, "isn't known")]
    [InlineData("version: 1\nzone: UTC\nrules:\n\t- id: a", null, "a tab")]
    [InlineData("version: 1\nzone: UTC\nrules: &r\n  - id: a", 3, "anchors")]
    [InlineData("version: 1\nzone: UTC\nrules: *r", 3, "anchors")]
    [InlineData("version: !!int 1\nzone: UTC\nrules: []", 1, "tags")]
    [InlineData("version: 1\nzone: UTC\nrules: []\n---\nversion: 2", 4, "second document")]
    [InlineData("version: 1\nzone: UTC\nrules: [[[[[[[[[[[[[[[[[[[[", 3, "nested too deeply")]
    public void A_file_that_isnt_a_policy_is_refused_with_its_line(string text, int? line, string what) => AssertRefused(text, line, what);

    [Theory]
    [InlineData("effect: permit", "without id or effect")]
    [InlineData("id: a", "without id or effect")]
    [InlineData("id: Big\n    effect: permit", "small letters")]
    [InlineData("id: a\n    effect: allow", "permit or deny")]
    [InlineData("id: a\n    effect: permit\n    role: [technician]", "isn't known")]
    [InlineData("id: a\n    effect: permit\n    roles: [boss]", "role that doesn't exist")]
    [InlineData("id: a\n    effect: permit\n    roles: []", "1 to 100 entries")]
    [InlineData("id: a\n    effect: permit\n    roles: technician", "needs a list")]
    [InlineData("id: a\n    effect: permit\n    roles: [technician, technician]", "an entry twice")]
    [InlineData("id: a\n    effect: permit\n    capabilities: [reboot]", "needs some of")]
    [InlineData("id: a\n    effect: permit\n    instruments: [\"E*o\"]", "isn't at its end")]
    [InlineData("id: a\n    effect: permit\n    sites: [\"\"]", "can be shown")]
    [InlineData("id: a\n    effect: permit\n    sites: [\"Bas\\u202Eel\"]", "can be shown")]
    [InlineData("id: a\n    effect: permit\n    hours: [{from: 8:00, to: 17:00}]", "from 00:00 to 24:00")]
    [InlineData("id: a\n    effect: permit\n    hours: [{from: 22:00, to: 06:00}]", "two entries")]
    [InlineData("id: a\n    effect: permit\n    hours: [{from: 08:00}]", "two entries")]
    [InlineData("id: a\n    effect: permit\n    hours: [{days: [monday], from: 08:00, to: 09:00}]", "mon or tue")]
    [InlineData("id: a\n    effect: permit\n    limits: {minutes: 0}", "1 to 720")]
    [InlineData("id: a\n    effect: permit\n    limits: {minutes: 721}", "1 to 720")]
    [InlineData("id: a\n    effect: permit\n    limits: {max-file-mib: 4097}", "1 to 4096")]
    [InlineData("id: a\n    effect: permit\n    limits: {file-types: [exe]}", "needs types")]
    [InlineData("id: a\n    effect: permit\n    limits: {file-types: [.tar.gz]}", "needs types")]
    [InlineData("id: a\n    effect: permit\n    limits: {folders: [runs/in]}", "full paths")]
    [InlineData("id: a\n    effect: permit\n    limits: {folders: [/runs/../etc]}", "full paths")]
    [InlineData("id: a\n    effect: permit\n    limits: {folders: [\"\\\\\\\\server\\\\share\"]}", "full paths")]
    [InlineData("id: a\n    effect: permit\n    limits: {}", "limits nothing")]
    [InlineData("id: a\n    effect: permit\n    approval: boss", "needs supervisor")]
    [InlineData("id: a\n    effect: deny\n    approval: supervisor", "no limits and no approval")]
    [InlineData("id: a\n    effect: deny\n    limits: {minutes: 5}", "no limits and no approval")]
    [InlineData("id: a\n    effect: permit\n  - id: a\n    effect: deny", "two rules with the id a")]
    public void A_rule_that_means_nothing_or_something_unknown_is_refused(string rule, string what) =>
        AssertRefused($"version: 1\nzone: UTC\nrules:\n  - {rule}", null, what);

    [Fact]
    public void Ten_lines_that_mean_a_billion_are_refused_at_the_first()
    {
        var laughs = new StringBuilder("a0: &a0 [lol]\n");
        for (var i = 1; i < 10; i++)
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        AssertRefused(laughs.ToString(), 1, "anchors");
    }

    [Fact]
    public void Depth_and_number_are_judged_before_much_is_built()
    {
        AssertRefused("rules: " + new string('[', 200_000), 1, "nested too deeply");
        AssertRefused("version: 1\nzone: UTC\nrules:\n" + string.Concat(Enumerable.Range(0, 501).Select(n => $"  - {{id: r{n}, effect: permit}}\n")), 4, "1 to 500 rules");
    }

    [Fact]
    public void A_zone_that_isnt_there_is_named()
    {
        var fault = Assert.Throws<BrokerException>(() => InstalledPolicy.Read(Encoding.UTF8.GetBytes(Full.Replace("Europe/Zurich", "Europe/Nowhere", StringComparison.Ordinal)), "", "p.yaml", ExitCode.Refused));
        Assert.Equal((ExitCode.Refused, true), (fault.Code, fault.Message.Contains("Europe/Nowhere", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bytes_that_arent_text_are_named() =>
        Assert.Contains("UTF-8", Assert.Throws<BrokerException>(() => InstalledPolicy.Read([0x69, 0xff, 0xfe], "", "p.yaml", ExitCode.Refused)).Message, StringComparison.Ordinal);

    private static void AssertRefused(string text, int? line, string what)
    {
        var fault = Assert.Throws<BrokerException>(() => InstalledPolicy.Read(Encoding.UTF8.GetBytes(text), "", "p.yaml", ExitCode.Refused));
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        if (line is not null)
            Assert.Contains($"line {line}:", fault.Message, StringComparison.Ordinal);
    }
}
