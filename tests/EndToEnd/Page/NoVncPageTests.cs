using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Instrument;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Page;

public sealed class NoVncPageTests : IDisposable
{
    private const string Why = "liquid not detected";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _output = Directory.CreateTempSubdirectory("orchestrator-page-").FullName;

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [SkippableFact]
    public async Task The_page_shows_the_instruments_screen_and_a_click_in_it_acknowledges_the_error_so_that_the_run_goes_on()
    {
        RealComponent.Require("chromium", "npm");
        using var limit = new CancellationTokenSource(Patience);
        var phone = new Phone();
        await using var stage = await DemoStage.SetAsync(
            new DemoOptions(1, _output, null, Sabotage.None), null, phone, new Timeline(TextWriter.Null, TimeProvider.System), limit.Token);
        await using var session = await ConnectAsync(stage, limit.Token);
        await session.AskAsync(Capability.ViewScreen, 20, Why, null, limit.Token);
        await using var viewer = await session.OpenViewerAsync(ViewerKind.Browser, cancellationToken: limit.Token);
        await using var page = await BrowserPage.OpenAsync(viewer.Address);

        await UntilEqualAsync(stage.Instrument, page, limit.Token);

        Assert.Equal(RunState.Stopped, stage.Instrument.State);
        var done = stage.Instrument.Progress.Done;
        await session.AskAsync(Capability.ControlInput, 20, Why, null, limit.Token);
        await page.ClickAsync(stage.Instrument.Screen.RetryButton);
        await stage.Instrument.WaitForStateAsync(RunState.Running, limit.Token);
        Assert.Null(stage.Instrument.Error);
        while (stage.Instrument.Progress.Done <= done)
            await stage.Instrument.Screen.WaitForChangeAsync(stage.Instrument.Screen.Version, Patience, limit.Token);
        Assert.NotEqual(0, stage.QuickSupport.Counters.EventsInjected);
    }

    private static async Task<ConsoleSession> ConnectAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var (number, pin) = await stage.Phone.Number.WaitAsync(cancellationToken);
        Assert.True(SessionNumber.TryParse(number, out var parsed));
        var session = await stage.Console.ConnectAsync(
            stage.Vendor.Technician.Wish(parsed, pin, Why), cancellationToken);
        stage.Phone.ReadDigits(session.Sas);
        await session.OpenedAsync(cancellationToken: cancellationToken);
        return session;
    }

    /// <summary>Waits until the canvas equals the instrument's frame, pixel for pixel; its clock ticks once a second, so a look may fall between two frames.</summary>
    private static async Task UntilEqualAsync(SimulatedInstrument instrument, BrowserPage page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = Frame(instrument);
            var seen = await page.PictureAsync();
            if (seen.AsSpan().SequenceEqual(before) || seen.AsSpan().SequenceEqual(Frame(instrument)))
                return;
            Assert.False(cancellationToken.IsCancellationRequested, $"{new XwdPicture(instrument.Screen.Layout.Width, instrument.Screen.Layout.Height, before).CountDifferences(seen)} pixels differ");
        }
    }

    private static byte[] Frame(SimulatedInstrument instrument)
    {
        var (width, height) = (instrument.Screen.Layout.Width, instrument.Screen.Layout.Height);
        var frame = new byte[width * height * 4];
        Assert.True(instrument.Screen.CopyTo(frame, width * 4) >= 0);
        for (var x = 3; x < frame.Length; x += 4)
            frame[x] = 0;
        return frame;
    }
}
