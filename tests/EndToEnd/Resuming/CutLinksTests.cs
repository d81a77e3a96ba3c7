using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Technicians;
using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Resuming;

/// <summary>
/// Links that are cut ten times while somebody types and a file is on its way, a second after the other; with ORCHESTRATOR_LONG=1 every 30 s, for five
/// minutes.
/// </summary>
[Trait("Requirement", "R-NET-12")]
public sealed class CutLinksTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Cuts = 10;
    private const int FileSize = 24 << 20;
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

        var typed = "";
        var took = new List<TimeSpan>();
        for (var cut = 0; cut < Cuts; cut++)
        {
            await Task.Delay(Pause);
            try
            {
                // A prompt drops input that is under way, by design: the file is agreed on before anybody types.
                var file = await BeginFileAsync(session, cut);
                typed += await TypeAsync(session, cut);
                took.Add(await CutAsync(session, cut));
                typed += await TypeAsync(session, cut);
                await file.WaitAsync(AttendedInstrument.Patience);
                await UntilAsync(() => _screen.Typed.Length >= typed.Length);
            }
            catch (Exception stuck) when (stuck is OperationCanceledException or TimeoutException)
            {
                var log = LogLines.Read(instrument.Run.LogDirectory).Select(record => record.GetProperty("event").GetString());
                Assert.Fail($"cut {cut}: the technician reads \"{session.View.Link}\"; of \"{typed}\" came \"{_screen.Typed}\"; the instrument's log: {string.Join(", ", log.TakeLast(12))}; the broker's: {string.Join(", ", _vendor.Observed(instrument.Number).TakeLast(12))}; connections {_atInstrument.Made}, {_atConsole.Made}; {stuck.Message}");
            }
        }

        foreach (var cut in Enumerable.Range(0, Cuts))
        {
            Assert.Equal(await HashAsync(Local(cut)), await HashAsync(Path.Combine(instrument.Files, Path.GetFileName(Local(cut)))));
        }

        var prompts = instrument.Prompts.Count;
        Assert.Equal(typed, _screen.Typed);
        Assert.Equal(2 + Cuts, prompts);
        Assert.True((await session.EndAsync()).IsOrderly);
        var records = (await instrument.CloseAndReadAsync()).Select(record => record.GetProperty("event").GetString()).ToList();
        Assert.Contains("link.restored", records);
        Assert.DoesNotContain("part.failed", records);
        Assert.True(_vendor.Observed(instrument.Number).Count(code => code == BrokerEventCodes.LinkResumed) >= Cuts);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Cuts} cuts, one every {Pause.TotalSeconds:0} s; {typed.Length} keys, {Cuts} files of {FileSize >> 20} MiB whole, {prompts} prompts; both ends went on after {string.Join(", ", took.Select(t => $"{t.TotalMilliseconds:0}"))} ms"));
        Assert.All(took, each => Assert.True(each < TimeSpan.FromSeconds(15), $"{each}"));
    }

    /// <summary>Cuts one end, the other, or both, and waits until the technician reads that the link is sound again, which the instrument itself has answered.</summary>
    private async Task<TimeSpan> CutAsync(ConsoleSession session, int cut)
    {
        var since = TimeProvider.System.GetTimestamp();
        if (cut % 3 != 1)
        {
            _atInstrument.Cut();
        }

        if (cut % 3 != 0)
        {
            _atConsole.Cut();
        }

        await UntilAsync(() => session.View.Link.Length > 0);
        await UntilAsync(() => session.View.Link.Length == 0);
        return TimeProvider.System.GetElapsedTime(since);
    }

    /// <summary>A file is agreed on and on its way.</summary>
    private async Task<Task> BeginFileAsync(ConsoleSession session, int cut)
    {
        var bytes = new byte[FileSize];
        new SeededRandom(cut + 1).Fill(bytes);
        await File.WriteAllBytesAsync(Local(cut), bytes);
        var sending = session.SendFileAsync(Local(cut), null, "a method with its images");
        await UntilAsync(() => session.View.State.Channels.Values.Any(open => open.Capability == Capability.SendFile) || sending.IsCompleted);
        return DoneAsync();

        async Task DoneAsync() => Assert.Equal(TransferState.Done, (await sending).State);
    }

    private string Local(int cut) => Path.Combine(_vendor.Folder, $"cut-{cut}.bin");

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    private static async Task<string> TypeAsync(ConsoleSession session, int round)
    {
        var text = new string([.. Enumerable.Range(0, 10).Select(i => (char)('a' + ((round + i) % 26)))]);
        await session.TypeAsync(text);
        return text;
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
