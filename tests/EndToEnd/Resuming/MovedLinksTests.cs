using System.Globalization;
using Orchestrator.Actors.Plugins;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Plugins;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Resuming;

/// <summary>A running session moves to a transport and a proxy plugin that were reloaded, twenty times, while somebody types.</summary>
[Trait("Requirement", "R-NET-12")]
public sealed class MovedLinksTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Moves = 20;
    private const string Proxy = "proxy.none";
    private readonly TestVendor _vendor = new() { Grace = SessionPolicy.MaxGraceSeconds };
    private readonly KeyedScreen _screen = new();

    public Task InitializeAsync() => _vendor.InitializeAsync();

    public Task DisposeAsync() => _vendor.DisposeAsync();

    [Fact]
    public async Task Twenty_moves_of_the_link_lose_no_key_and_ask_nobody_anew()
    {
        var folder = new RealPluginFolder(_vendor.NewFolder("instrument-plugins"))
            .With<WebSocketTransport>(PluginVendor.Transport, PluginKind.Transport, 2)
            .With<DirectConnector>(Proxy, PluginKind.Proxy, 2);
        await using var instrument = await AttendedInstrument.StartAsync(_vendor, compose: options => options with
        {
            Capture = new CompiledInPlugin(PluginManifest.CompiledIn("capture.keyed", PluginKind.Capture, new Version(1, 0, 0)), () => new SimulatedCapture(_screen)),
            PluginSources = [folder.Source],
        });
        await using var console = await _vendor.OpenConsoleAsync();
        var session = await instrument.JoinedAsync(console);
        await session.AskAsync(Capability.ViewScreen, 20, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await session.AskAsync(Capability.ControlInput, 20, "to click Retry").WaitAsync(AttendedInstrument.Patience);
        await session.PictureAsync();

        var typed = "";
        var slowest = TimeSpan.Zero;
        for (var move = 0; move < Moves; move++)
        {
            var key = ((char)('a' + move)).ToString();
            await session.TypeAsync(key);
            var since = TimeProvider.System.GetTimestamp();
            var moved = await instrument.Run.Plugins.DoAsync(
                move % 2 == 0 ? PluginVendor.Transport : Proxy, new PluginCommands.Reload(move % 2 == 0 ? PluginVendor.Transport : Proxy)).WaitAsync(AttendedInstrument.Patience);
            Assert.True(moved.Done, moved.Sentence);
            await session.TypeAsync(key);
            typed += key + key;
            await UntilAsync(() => _screen.Typed.Length >= typed.Length);
            slowest = TimeProvider.System.GetElapsedTime(since) is var took && took > slowest ? took : slowest;
        }

        Assert.Equal(typed, _screen.Typed);
        Assert.Equal(2, instrument.Prompts.Count);
        Assert.True((await session.EndAsync()).IsOrderly);
        var codes = (await instrument.CloseAndReadAsync()).Select(record => record.GetProperty("event").GetString()).ToList();
        Assert.Equal((Moves, Moves), (codes.Count(code => code == "link.lost"), codes.Count(code => code == "link.restored")));
        Assert.DoesNotContain("part.failed", codes);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Moves} moves, {typed.Length} keys; slowest from the command to the key behind it {slowest.TotalMilliseconds:0} ms; {instrument.Prompts.Count} prompts"));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
