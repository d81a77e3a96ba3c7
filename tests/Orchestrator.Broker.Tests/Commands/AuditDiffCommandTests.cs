using System.Text;
using System.Text.Json;
using Orchestrator.Broker.Commands;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport.Evidence;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Broker.Tests.Commands;

/// <summary>A lying instrument whose claims lie in a broker's folder: <c>audit diff</c> names the lie, by what the broker itself saw and by the rules of any session.</summary>
[Trait("Requirement", "R-AUD-1")]
public sealed class AuditDiffCommandTests
{
    public static TheoryData<string, string> Lies => new()
    {
        { "grant without ask", "grant-without-ask" },
        { "grant of something else than was asked for", "grant-without-ask" },
        { "renewal of nothing", "renewal-without-grant" },
        { "channel without grant", "channel-without-grant" },
        { "a byte less", "meter-differs" },
        { "a record more", "meter-differs" },
        { "count left out", "meter-omitted" },
        { "channel left out", "channel-omitted" },
        { "channel that never was", "not-observed" },
        { "end left out", "missing-end" },
        { "two beginnings", "start-twice" },
        { "something behind the end", "after-end" },
    };

    [Fact]
    public async Task An_honest_instrument_tells_what_the_broker_saw()
    {
        await using var broker = await ClaimedAsync(happened => [happened]);

        var (exit, output) = await DiffAsync(broker);

        Assert.True(exit == 0, output);
        Assert.Empty(JsonDocument.Parse(output).RootElement.EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_lie_is_named(string lie, string code)
    {
        await using var broker = await ClaimedAsync(happened => Tell(lie, happened));

        var (exit, output) = await DiffAsync(broker);

        Assert.Equal(1, exit);
        Assert.Contains(code, JsonDocument.Parse(output).RootElement.EnumerateArray().Select(f => f.GetProperty("code").GetString()));
    }

    private static SessionEvent[] Tell(string lie, SessionEvent happened) => (lie, happened) switch
    {
        ("grant without ask", Asked) => [],
        ("grant of something else than was asked for", Granted e) => [e with { Capability = Capability.ControlInput }],
        ("renewal of nothing", Opened) => [happened, new Renewed(new GrantId(9), new AskId(9), 60, new SessionTime(5), "", "", new Receipt("", ""))],
        ("channel without grant", Granted) => [],
        ("a byte less", ChannelMetered e) => [e with { BytesOut = e.BytesOut - 1 }],
        ("a record more", ChannelMetered e) => [e with { RecordsIn = e.RecordsIn + 1 }],
        ("count left out", ChannelMetered) => [],
        ("channel left out", ChannelOpened or ChannelClosed or ChannelMetered) => [],
        ("channel that never was", GrantEnded) => [new ChannelMetered(new ChannelId(8), 1, 1, 1, 1), happened],
        ("end left out", Ended) => [],
        ("two beginnings", Started) => [happened, happened],
        ("something behind the end", Ended) => [happened, new ViewPaused()],
        _ => [happened],
    };

    /// <summary>A broker to which an instrument told this, and which saw one honest look at the screen.</summary>
    private static async Task<TestBroker> ClaimedAsync(Func<SessionEvent, IEnumerable<SessionEvent>> told)
    {
        var broker = await TestBroker.CreateAsync();
        var maker = new BundleMaker();
        maker.Story.Change = told;
        maker.Make();
        var session = new SessionNumber(maker.Number);
        for (var i = 0; i < maker.Instrument.Lines.Count; i++)
        {
            await broker.Parts.Claims.StoreAsync(session, i, maker.Instrument.Lines[i], CancellationToken.None);
        }

        await broker.Parts.Journal.AppendAsync(new BrokerObservations.RelayMetered(session, new ChannelId(1), 2, 200, 3, 300, 0), CancellationToken.None);
        if (Encoding.UTF8.GetString(maker.Instrument.Lines[^1]).Contains("session.ended", StringComparison.Ordinal))
        {
            await broker.Parts.Journal.AppendAsync(new BrokerObservations.SessionEnded(session, maker.Instrument.Lines.Count, ""), CancellationToken.None);
        }

        return broker;
    }

    private static async Task<(int Exit, string Output)> DiffAsync(TestBroker broker)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await BrokerProgram.RunAsync(["audit", "diff", "100000001", "--data", broker.Folder.Root, "--json"], output, error, Stream.Null);
        Assert.Equal("", error.ToString());
        return (exit, output.ToString());
    }
}
