using Orchestrator.Testbed.Scenarios.Judging;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Scenarios.Tests.Judging;

/// <summary>Each expectation is held, each can fail, and worlds that differ are said to differ.</summary>
public sealed class JudgementTests
{
    private static readonly Scenario Scenario = new()
    {
        Id = "a",
        Title = "A",
        Expect = new Expectation
        {
            Verdict = Verdict.Ended,
            Path = "direct > tls > websocket",
            Code = "LinkLost",
            Instrument = new RecordExpectation { Has = ["session.opened"], Lacks = ["link.restored"] },
            Broker = new RecordExpectation { Has = ["relay.link-lost"], Lacks = ["relay.fork"] },
            Hops = [HostRole.Broker],
        },
    };

    private static readonly WorldResult Result = new()
    {
        Verdict = Verdict.Ended,
        Path = "direct > tls > websocket",
        Code = "LinkLost",
        InstrumentRecords = ["session.opened"],
        BrokerRecords = ["relay.link-lost"],
        Hops = [new Hop(HostRole.Broker, "203.0.113.10:443/tcp", 3, 3)],
    };

    public static TheoryData<string, Func<WorldResult, WorldResult>> Changes => new()
    {
        { "verdict", one => one with { Verdict = Verdict.Connected } },
        { "path", one => one with { Path = "direct > tls(intercepted) > websocket" } },
        { "code", one => one with { Code = "Expired" } },
        { "instrument has session.opened", one => one with { InstrumentRecords = [] } },
        { "instrument lacks link.restored", one => one with { InstrumentRecords = ["session.opened", "link.restored"] } },
        { "broker has relay.link-lost", one => one with { BrokerRecords = [] } },
        { "broker lacks relay.fork", one => one with { BrokerRecords = ["relay.link-lost", "relay.fork"] } },
        { "hops", one => one with { Hops = [.. one.Hops, new Hop(HostRole.Dns, "192.0.2.53:53/udp", 1, 0)] } },
        { "hops", one => one with { Hops = [.. one.Hops, new Hop(null, "198.51.100.7:80/tcp", 1, 0)] } },
        { "flaws", one => one with { Flaws = ["a key came twice"] } },
    };

    [Fact]
    public void What_is_as_expected_holds_and_its_opposite_fails_check_by_check()
    {
        var checks = Judgement.Of(Scenario, Result);

        Assert.Equal(9, checks.Length);
        Assert.All(checks, check => Assert.True(check.Holds, check.What));
        Assert.All(checks, check => Assert.False(check.Flipped().Holds, check.What));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Each_difference_fails_its_own_check_alone(string what, Func<WorldResult, WorldResult> change)
    {
        var failed = Judgement.Of(Scenario, change(Result)).Where(check => !check.Holds);

        Assert.Equal(what, Assert.Single(failed).What);
    }

    [Fact]
    public void Worlds_agree_or_are_said_not_to()
    {
        Assert.Empty(Judgement.Disagreements(Result, Result with { Hops = [], Took = TimeSpan.FromSeconds(9) }));
        Assert.Equal("code", Assert.Single(Judgement.Disagreements(Result, Result with { Code = "Expired" })).What);
        Assert.Equal("broker's records", Assert.Single(Judgement.Disagreements(Result, Result with { BrokerRecords = [] })).What);
    }

    [Fact]
    public void Whether_a_loss_was_noticed_before_the_link_was_resumed_is_chance()
    {
        var noticed = Result with { BrokerRecords = ["relay.link-lost", "relay.link-resumed"] };

        Assert.Empty(Judgement.Disagreements(noticed, Result with { BrokerRecords = ["relay.link-resumed"] }));
        Assert.NotEmpty(Judgement.Disagreements(noticed, Result));
    }
}
