using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>Whole sessions across network namespaces.</summary>
public sealed class RealWorldTests(RealWorldTests.Stage stage) : IClassFixture<RealWorldTests.Stage>
{
    private static readonly OperatorHabits Prompt = new() { AnswerAfter = TimeSpan.FromMilliseconds(20) };

    [SkippableFact]
    [Trait("Requirement", "R-NET-1")]
    public async Task A_session_needs_nothing_but_names_and_the_broker_on_443()
    {
        var world = await stage.OpenAsync();

        var result = await world.PlayAsync(
            new Scenario
            {
                Id = "direct",
                Title = "Nothing in the way",
                Network = new NetworkSetup { Allow = [HostRole.Dns, HostRole.Broker] },
                Operator = Prompt,
                Steps = [new TechnicianStep.Click(), new TechnicianStep.Type(20), new TechnicianStep.Send(64), new TechnicianStep.Fetch(64)],
                Expect = new Expectation { Verdict = Verdict.Connected },
            },
            CancellationToken.None);

        Assert.True(result.Verdict == Verdict.Connected, $"{result.Sentence} {string.Join("; ", result.Flaws)}");
        Assert.Empty(result.Flaws);
        Assert.Equal([HostRole.Broker, HostRole.Dns], result.Hops.Select(hop => hop.Role!.Value).Distinct().Order());
        Assert.All(result.Hops, hop => Assert.Equal(hop.Packets, hop.Passed));
        Assert.Contains("session.ended", result.InstrumentRecords);
        Assert.NotEmpty(result.BrokerRecords);
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-3")]
    public async Task Through_Squid_with_Basic_the_instrument_sends_to_the_proxy_and_its_resolver_alone()
    {
        var world = await stage.OpenAsync();

        var result = await world.PlayAsync(
            new Scenario
            {
                Id = "squid-basic",
                Title = "Squid, Basic",
                Network = new NetworkSetup { Names = NameService.SiteOnly, Allow = [HostRole.Dns, HostRole.Proxy] },
                Proxy = new ProxySetup { Kind = ProxyKind.Http, Schemes = [ProxyScheme.Basic], Credentials = CredentialChoice.Right, BasicInClear = true },
                Operator = Prompt,
                Steps = [new TechnicianStep.View(), new TechnicianStep.Chat()],
                Expect = new Expectation { Verdict = Verdict.Connected },
            },
            CancellationToken.None);

        Assert.True(result.Verdict == Verdict.Connected, $"{result.Sentence} {string.Join("; ", result.Flaws)}");
        Assert.Equal("http-proxy(basic) > tls > websocket", result.Path);
        Assert.Equal([HostRole.Dns, HostRole.Proxy], result.Hops.Select(hop => hop.Role!.Value).Distinct().Order());
        Assert.All(result.Hops, hop => Assert.Equal(hop.Packets, hop.Passed));
    }

    [SkippableFact]
    public async Task A_firewall_that_lets_nobody_out_is_told_and_its_packets_are_counted()
    {
        var world = await stage.OpenAsync();

        var result = await world.PlayAsync(
            new Scenario
            {
                Id = "blocked",
                Title = "Everything is blocked",
                Network = new NetworkSetup { Allow = [HostRole.Dns], Blocked = BlockAction.Reject },
                Expect = new Expectation { Verdict = Verdict.Refused },
            },
            CancellationToken.None);

        Assert.Equal(Verdict.Refused, result.Verdict);
        Assert.NotEmpty(result.Sentence);
        Assert.Equal("BROKER_UNREACHABLE", result.Code);
        var broker = Assert.Single(result.Hops, hop => hop.Role == HostRole.Broker);
        Assert.True(broker.Packets > 0);
        Assert.Equal(0, broker.Passed);
    }

    /// <summary>One world for these tests, set up by the first that can.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private RealWorld? _world;

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            if (_world is { } world)
            {
                await world.DisposeAsync();
            }
        }

        // Tests of one class run one after the other.
        internal async Task<RealWorld> OpenAsync()
        {
            await RealNetworkFact.RequireAsync("squid");
            return _world ??= await RealWorld.StartAsync(CancellationToken.None);
        }
    }
}
