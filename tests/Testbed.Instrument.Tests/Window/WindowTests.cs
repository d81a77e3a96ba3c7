using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.InstrumentWindow;
using Orchestrator.TestSupport;

namespace Orchestrator.Testbed.Instrument.Tests.Window;

/// <summary>The window on a real X server.</summary>
public sealed class WindowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task The_window_equals_the_drawn_picture_and_a_click_on_Retry_resumes_the_run()
    {
        RealComponent.Require("Xvfb", "xwd", "xdotool");
        await using var server = await XServer.StartAsync(1280, 800);
        using var time = new CancellationTokenSource(Patience);
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        var window = new XWindow(server.Display, 1280, 800, "instrument");
        var shown = new InstrumentWindow.InstrumentWindow(bench.Instrument.Screen, window).RunAsync(stop.Token);

        bench.Instrument.Start();
        await SeenAsync(server, bench, time.Token);
        bench.RunUntil(RunState.Stopped);
        await SeenAsync(server, bench, time.Token);

        await ClickAsync(server, bench.Instrument.Screen.RetryButton);
        await bench.Instrument.WaitForStateAsync(RunState.Running, time.Token);
        await SeenAsync(server, bench, time.Token);

        await ClickAsync(server, bench.Instrument.Screen.NotesField);
        await server.RunAsync("xdotool", "type", "Tube D1: OK!");
        var version = bench.Instrument.Screen.Version;
        while (bench.Instrument.Screen.Notes != "Tube D1: OK!")
        {
            await bench.Instrument.Screen.WaitForChangeAsync(version, Patience, time.Token);
            version = bench.Instrument.Screen.Version;
        }

        await SeenAsync(server, bench, time.Token);

        await stop.CancelAsync();
        await shown.WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task A_display_that_goes_away_ends_the_program_with_a_sentence()
    {
        RealComponent.Require("Xvfb", "xdotool", "dotnet");
        await using var server = await XServer.StartAsync(1024, 700);
        using var time = new CancellationTokenSource(Patience);
        var home = Path.Combine(Path.GetTempPath(), $"instrument-{Guid.NewGuid():N}");
        try
        {
            await using var program = ExternalProcess.Start("dotnet", Arguments(home), server.Environment);
            Assert.StartsWith("Instrument in 1024x700", await program.Output.ReadLineAsync(time.Token), StringComparison.Ordinal);
            await server.FindWindowAsync("name", "LH-8 Workstation");

            await server.KillAsync();
            Assert.Equal(1, await program.WaitForExitAsync(time.Token));
            Assert.StartsWith("The X display is gone", (await program.ReadErrorsAsync()).Trim(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [SkippableFact]
    public async Task Without_a_display_the_program_says_so_and_writes_nothing()
    {
        RealComponent.Require("dotnet");
        using var time = new CancellationTokenSource(Patience);
        var home = Path.Combine(Path.GetTempPath(), $"instrument-{Guid.NewGuid():N}");
        await using var program = ExternalProcess.Start("dotnet", Arguments(home), new Dictionary<string, string?> { ["DISPLAY"] = ":4711" });
        Assert.Equal(1, await program.WaitForExitAsync(time.Token));
        Assert.StartsWith("There is no X display \":4711\"", await program.ReadErrorsAsync(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(home));
    }

    private static string[] Arguments(string home) =>
        [Path.Combine(AppContext.BaseDirectory, "instrument-window.dll"), "--seed", "3", "--size", "1024x700", "--home", home];

    /// <summary>Looks at the display until it shows the picture of this moment, pixel for pixel.</summary>
    private static async Task SeenAsync(XServer server, Bench bench, CancellationToken stop)
    {
        var expected = bench.Picture();
        int differences;
        do
        {
            differences = (await server.TakePictureAsync()).CountDifferences(expected);
            Assert.False(stop.IsCancellationRequested && differences > 0, $"{differences} pixels differ.");
        }
        while (differences > 0);
    }

    private static Task ClickAsync(XServer server, Abstractions.PixelRect area) =>
        server.RunAsync("xdotool", "mousemove", $"{area.X + (area.Width / 2)}", $"{area.Y + (area.Height / 2)}", "click", "1");
}
