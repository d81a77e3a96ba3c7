using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Actors.Plugins;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Links.Multiplexing;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Protocol;
using Orchestrator.Rfb;
using Orchestrator.Technicians;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>One session streams the screen and takes files while every kind of plugin is reloaded under it, half of the times inside the running channel.</summary>
public sealed class ReloadUnderLoadTests(PluginVendor plugins, ITestOutputHelper output) : IClassFixture<PluginVendor>
{
    private const int Rounds = 50;
    private const int Moves = Rounds / 2;
    private const string Capture = "capture.simulated";
    private const string Proxy = "proxy.none";
    private static readonly byte[] Size = Encoding.UTF8.GetBytes("""{"width":640,"height":400}""");

    private readonly ConcurrentQueue<PluginEvent> _atInstrument = new();

    [Fact]
    public async Task Fifty_reloads_of_each_kind_lose_and_double_nothing()
    {
        var vendor = plugins.Vendor;
        using var served = new ServedChannels();
        await using var instrument = await StartInstrumentAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        var session = await instrument.JoinedAsync(console);
        await session.AskAsync(Capability.ViewScreen, 10, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await session.PictureAsync();

        await using var pauses = new ScreenPauses(session.Screen);
        var files = new FileTraffic(session, instrument, vendor.NewFolder("load"));
        files.Start();
        var slowest = TimeSpan.Zero;
        for (var round = 1; round <= Rounds; round++)
        {
            var isMove = round % 2 == 0;
            await ReloadCaptureAsync(instrument, served, round, isMove);
            var asked = TimeProvider.System.GetTimestamp();
            await ReloadSinkAsync(served, round, isMove);
            slowest = isMove && TimeProvider.System.GetElapsedTime(asked) is var took && took > slowest ? took : slowest;
            await ReloadNetworkAsync(instrument, lines, served, round);
        }

        var sent = await files.StopAsync();
        await UntilClosedAsync(instrument);

        var screen = served.OfOnly(Capture, "capture.simulated/screen-");
        var feed = served.OfOnly(PluginVendor.Sink, "");
        Assert.True(screen.Count >= Moves && feed.Count >= Moves, $"screen: {string.Join(", ", screen)}; feed: {string.Join(", ", feed)}");
        Assert.Equal(0, served.Leaks);
        Assert.DoesNotContain(_atInstrument, happened => happened.Kind is PluginEventKind.Leaked or PluginEventKind.Malfunctioning or PluginEventKind.RolledBack);
        Assert.Equal(0, pauses.Losses);
        Assert.True(sent > 0);
        var step = await TestCards.StepOfAsync(session.Screen.TakePicture()!, Size);
        Assert.NotNull(step);

        Assert.True((await session.EndAsync()).IsOrderly);
        AssertSound(await instrument.CloseAndReadAsync());
        await AssertSinkHasTheLogAsync(vendor);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rounds} reloads of each of 5 slots; the one screen was served by {screen.Count} generations, the one feed by {feed.Count}; {pauses.Count} updates, longest pause between two {pauses.Longest.TotalMilliseconds:0} ms; slowest move of the feed, with the new generation's loading and its first batch, {slowest.TotalMilliseconds:0} ms; {sent} files of 8 MiB whole; leaked: {served.Leaks}; the picture at the end is step {step} of the last card."));
    }

    private async Task<AttendedInstrument> StartInstrumentAsync(TestVendor vendor)
    {
        var folder = new RealPluginFolder(vendor.NewFolder("instrument-plugins"))
            .With<SimulatedCapture>(Capture, PluginKind.Capture, PluginVendor.Versions)
            .With<WebSocketTransport>(PluginVendor.Transport, PluginKind.Transport, PluginVendor.Versions)
            .With<DirectConnector>(Proxy, PluginKind.Proxy, PluginVendor.Versions);
        return await AttendedInstrument.StartAsync(
            vendor, compose: options => options with { PluginSources = [folder.Source], PluginHappened = _atInstrument.Enqueue, CaptureSettings = Size });
    }

    private async Task ReloadCaptureAsync(AttendedInstrument instrument, ServedChannels served, int round, bool isMove)
    {
        var generation = await DoAsync(instrument, Capture, round, isMove);
        if (isMove)
            await served.UntilServedAsync(Capture, "capture.simulated/screen-", generation);
    }

    /// <summary>The records of the reload itself are what the new generation gets first.</summary>
    private async Task ReloadSinkAsync(ServedChannels served, int round, bool isMove)
    {
        var generation = await plugins.DoAsync(isMove ? ControlCommand.Reload : ControlCommand.Activate, PluginVendor.Sink, PluginVendor.VersionOf(round));
        if (isMove)
            await served.UntilServedAsync(PluginVendor.Sink, "", generation);
    }

    /// <summary>A running link keeps what it has; a new one takes the new generations of both ends.</summary>
    private async Task ReloadNetworkAsync(AttendedInstrument instrument, ConsoleLines lines, ServedChannels served, int round)
    {
        var proxy = await DoAsync(instrument, Proxy, round, isMove: false);
        var transport = await DoAsync(instrument, PluginVendor.Transport, round, isMove: false);
        await plugins.DoAsync(ControlCommand.Reload, PluginVendor.Transport, PluginVendor.VersionOf(round));
        var link = await lines.DialAsync(() => instrument.Run.Plugins.Transports, () => instrument.Run.Plugins.Proxies, CancellationToken.None).WaitAsync(AttendedInstrument.Patience);
        await using (new TappedTalk(link))
        {
            await served.UntilServedAsync(Proxy, "proxy.none/tunnel-", proxy);
            await served.UntilServedAsync(PluginVendor.Transport, "transport.websocket/link-", transport);
        }
    }

    private async Task<int> DoAsync(AttendedInstrument instrument, string plugin, int round, bool isMove)
    {
        var version = Version.Parse(PluginVendor.VersionOf(round));
        PluginCommands.ICommand command = isMove ? new PluginCommands.Reload(plugin, version) : new PluginCommands.Activate(plugin, version);
        var outcome = await instrument.Run.Plugins.DoAsync(plugin, command).WaitAsync(AttendedInstrument.Patience);
        Assert.True(outcome.Done, outcome.Sentence);
        return _atInstrument.Last(happened => happened.Plugin == plugin && happened.Kind == PluginEventKind.Activated).Generation;
    }

    /// <summary>Every generation that nobody uses is gone from memory: all but the active ones, and those that the session's own link began with.</summary>
    private async Task UntilClosedAsync(AttendedInstrument instrument)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (IsDraining(await instrument.Run.Plugins.ListAsync()) || (await plugins.RowsAsync()).Any(row => row is { Status: "draining", Channels: 0 }))
        {
            await look.WaitForNextTickAsync(limit.Token);
        }

        static bool IsDraining(IEnumerable<PluginRow> rows) => rows.Any(row => row is { Status: PluginStatus.Draining } && (row.Channels == 0 || row.Kind == PluginKind.Capture));
    }

    private static void AssertSound(IReadOnlyList<JsonElement> records)
    {
        var events = records.Select(record => record.GetProperty("event").GetString()!).ToList();
        Assert.DoesNotContain("part.failed", events);
        Assert.Equal(1, events.Count(one => one == "session.started"));
        Assert.Equal(1, events.Count(one => one == "session.ended"));
        Assert.Equal(Moves, events.Count(one => one == "plugin.moved"));
        var asked = records.Where(record => record.GetProperty("event").GetString() == "plugin.activated").GroupBy(record => record.GetProperty("who").GetProperty("kind").GetString());
        Assert.Equal([("instrument", 3), ("operator", 3 * Rounds)], asked.Select(who => (who.Key, who.Count())).Order());
    }

    /// <summary>Line by line what the log has, once each, in order; what is written at this moment is on its way.</summary>
    private static async Task AssertSinkHasTheLogAsync(TestVendor vendor)
    {
        var log = WholeLines.Of(vendor.LogFolder, "records.jsonl");
        IReadOnlyList<string> kept = [];
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (kept.Count < log.Count)
        {
            await look.WaitForNextTickAsync(limit.Token);
            kept = WholeLines.Of(vendor.Setup.DataFolder, "log-*.jsonl");
        }

        Assert.True(log.Count > 3 * Rounds);
        Assert.Equal(log, kept.Take(log.Count));
    }
}
