using Orchestrator.Benchmarks.Baselines;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Relaying;

/// <summary>
/// Half a gigabyte from an instrument's link to a console's through the real broker, beside the same through relays that look at nothing. What a
/// relay costs is read from its own process, so that a busy machine changes little.
/// </summary>
internal sealed class RelayBenchmark : IBenchmark
{
    private const int Rounds = 3;

    public string Name => "relay";

    public string Question => "Relay throughput, and bytes for a second of the broker's processor time.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        var load = RelayLoad.Bulk;
        var (own, ownClock) = (new Samples(), new Samples());
        var (websocket, websocketClock) = (new Samples(), new Samples());
        var (tls, tlsClock) = (new Samples(), new Samples());
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            // In turn, so that whatever else the machine does falls on all of them alike.
            Note(await BrokerAsync(vendor, load, cancellationToken), own, ownClock);
            Note(await PlainRelays.WebSocketAsync(load, cancellationToken), websocket, websocketClock);
            Note(await PlainRelays.TlsAsync(load, cancellationToken), tls, tlsClock);
        }

        var machine = Machine.Load;
        report.Add(new Figure("broker", own.Median, "MB/core-second", machine, own.Spread) { Peer = new Peer("plain Kestrel WebSocket relay", websocket.Median) });
        report.Add(new Figure("broker", own.Median, "MB/core-second", machine, own.Spread) { Peer = new Peer("plain TLS relay", tls.Median) });
        report.Add(new Figure("broker", ownClock.Median, "MB/s", machine, ownClock.Spread) { Peer = new Peer("plain Kestrel WebSocket relay", websocketClock.Median) });
        report.Add(new Figure("broker", ownClock.Median, "MB/s", machine, ownClock.Spread) { Peer = new Peer("plain TLS relay", tlsClock.Median) });
        report.LeftOut("nginx", Programs.Find("nginx") is null ? "it isn't installed" : "it isn't driven by this benchmark yet");
    }

    private static async Task<RelayCost> BrokerAsync(Vendor vendor, RelayLoad load, CancellationToken cancellationToken)
    {
        await using var relay = await OpenRelay.OpenAsync(vendor, cancellationToken);
        return await RelayCost.MeasureAsync(vendor.Broker, load, () => relay.SendAsync(load), count => relay.Console.DrainAsync(count));
    }

    private static void Note(RelayCost cost, Samples processor, Samples clock)
    {
        processor.Add(cost.MegabytesPerCoreSecond);
        clock.Add(cost.MegabytesPerSecond);
    }
}
