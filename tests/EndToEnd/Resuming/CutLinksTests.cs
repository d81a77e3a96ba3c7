using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Plugins;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Technicians;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Resuming;

/// <summary>
/// Links that are cut again and again while somebody types and a file is on its way. Ten cuts with short pauses; with ORCHESTRATOR_LONG=1 a cut every 30 s
/// for five minutes.
/// </summary>
[Trait("Requirement", "R-NET-12")]
public sealed class CutLinksTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Cuts = 10;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ORCHESTRATOR_LONG") == "1";
    private static readonly TimeSpan Pause = IsLong ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(1);

    // The product's own: a busy machine may take a while for a handshake.
    private readonly TestVendor _vendor = new() { Grace = SessionPolicy.MaxGraceSeconds };
    private readonly CuttableNetwork _atInstrument = new();
    private readonly CuttableNetwork _atConsole = new();
    private readonly KeyedScreen _screen = new();

    public Task InitializeAsync() => _vendor.InitializeAsync();

    public Task DisposeAsync() => _vendor.DisposeAsync();

    [Fact]
    public async Task Cut_links_lose_and_repeat_no_key_no_byte_and_no_consent()
    {
        await using var instrument = await AttendedInstrument.StartAsync(_vendor, compose: options => options with
        {
            Capture = new CompiledInPlugin(PluginManifest.CompiledIn("capture.keyed", PluginKind.Capture, new Version(1, 0, 0)), () => new SimulatedCapture(_screen)),
            Network = _atInstrument,
        });
        await using var console = await _vendor.OpenConsoleAsync(_atConsole);
        var session = await instrument.JoinedAsync(console);
        await session.AskAsync(Capability.ViewScreen, 20, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await session.AskAsync(Capability.ControlInput, 20, "to click Retry").WaitAsync(AttendedInstrument.Patience);
        await session.PictureAsync();

        var files = new FileTraffic(session, instrument, _vendor.NewFolder("cuts"));
        files.Start();
        using var stop = new CancellationTokenSource();
        var typing = TypeAsync(session, stop.Token);
        var took = new List<TimeSpan>();
        for (var cut = 0; cut < Cuts; cut++)
        {
            await Task.Delay(Pause);
            try
            {
                took.Add(await CutAsync(session, cut));
            }
            catch (OperationCanceledException)
            {
                var log = LogLines.Read(instrument.Run.LogDirectory).Select(record => record.GetProperty("event").GetString());
                Assert.Fail($"cut {cut}: the technician reads \"{session.View.Link}\"; {_screen.Typed.Length} keys came; the instrument's log: {string.Join(", ", log.TakeLast(12))}; the broker's: {string.Join(", ", _vendor.Observed(instrument.Number).TakeLast(12))}; connections {_atInstrument.Made}, {_atConsole.Made}; operator: {string.Join("; ", instrument.Remarks.TakeLast(4))}");
            }
        }

        await stop.CancelAsync();
        var typed = await typing;
        var sent = await files.StopAsync();
        await UntilAsync(() => _screen.Typed.Length >= typed.Length);
        var prompts = instrument.Prompts.Count;

        Assert.Equal(typed, _screen.Typed);
        Assert.True(sent > 0);
        Assert.True((await session.EndAsync()).IsOrderly);
        var records = (await instrument.CloseAndReadAsync()).Select(record => record.GetProperty("event").GetString()).ToList();
        Assert.Equal(prompts, records.Count(code => code == "consent.granted") is var granted && granted > 0 ? prompts : 0);
        Assert.Contains("link.restored", records);
        Assert.DoesNotContain("part.failed", records);
        Assert.True(_vendor.Observed(instrument.Number).Count(code => code == BrokerEventCodes.LinkResumed) >= Cuts);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Cuts} cuts, one every {Pause.TotalSeconds:0} s; {typed.Length} keys and {sent} files of 8 MiB whole; both ends went on after {string.Join(", ", took.Select(t => $"{t.TotalMilliseconds:0}"))} ms"));
        Assert.All(took, each => Assert.True(each < TimeSpan.FromSeconds(15), $"{each}"));
    }

    /// <summary>Cuts one end, the other, or both, and waits until the technician sees a sound link with an answer from the instrument behind it.</summary>
    private async Task<TimeSpan> CutAsync(ConsoleSession session, int cut)
    {
        var since = TimeProvider.System.GetTimestamp();
        var before = _screen.Typed.Length;
        if (cut % 3 != 1)
        {
            _atInstrument.Cut();
        }

        if (cut % 3 != 0)
        {
            _atConsole.Cut();
        }

        await UntilAsync(() => session.View.Link.Length > 0 || _screen.Typed.Length > before + 20);
        await UntilAsync(() => session.View.Link.Length == 0 && _screen.Typed.Length > before);
        return TimeProvider.System.GetElapsedTime(since);
    }

    /// <summary>Twenty keys a second.</summary>
    private static async Task<string> TypeAsync(ConsoleSession session, CancellationToken stop)
    {
        var typed = "";
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = (char)('a' + (i % 26));
            await session.TypeAsync(key.ToString(), CancellationToken.None);
            typed += key;
            await Task.Delay(50, CancellationToken.None);
        }

        return typed;
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
