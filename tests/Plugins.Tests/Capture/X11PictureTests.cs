using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Screen;
using Orchestrator.Plugins.Conformance.Capture;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The picture of real programs against <c>xwd</c>, pixel for pixel.</summary>
public sealed class X11PictureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(1366, 768)]
    public async Task The_picture_equals_the_display_while_windows_open_and_move(int width, int height)
    {
        RealComponent.Require("openbox", "xterm", "xcalc", "xdotool");
        await using var subject = await X11Subject.StartAsync(width, height);
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        subject.Server.Start("openbox");
        subject.Server.Start("xterm", "-geometry", "60x12+40+40", "-e", "sh", "-c", "seq 1 500; exec cat");
        subject.Server.Start("xcalc", "-geometry", "+600+80");

        var calculator = await subject.Server.FindWindowAsync("class", "xcalc");
        var terminal = await subject.Server.FindWindowAsync("class", "xterm");
        await CatchUpAsync(subject, screen, frame);
        for (var move = 1; move <= 5; move++)
        {
            await subject.Server.RunAsync("xdotool", "windowmove", "--sync", calculator, $"{move * 90}", $"{move * 60}");
            await subject.Server.RunAsync("xdotool", "windowmove", "--sync", terminal, $"{700 - (move * 90)}", $"{move * 40}");
            await CatchUpAsync(subject, screen, frame);
        }

        Assert.True(frame.GapsAreUntouched());
        Assert.Contains(subject.Log.Lines, line => line.Contains("shared memory True, damage True, cursor True", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_small_change_is_reported_as_small_damage()
    {
        RealComponent.Require("xterm", "xdotool");
        await using var subject = await X11Subject.StartAsync();
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        subject.Server.Start("xterm", "-geometry", "20x4+300+200", "-e", "cat");
        var terminal = await subject.Server.FindWindowAsync("class", "xterm");
        await CatchUpAsync(subject, screen, frame);

        await subject.Server.RunAsync("xdotool", "windowmove", "--sync", terminal, "310", "205");
        var result = await CaptureChangeAsync(screen, frame);

        Assert.InRange(result.DamageCount, 1, frame.Damage.Length);
        Assert.All(frame.Damage.Take(result.DamageCount), area => Assert.True(area.X >= 290 && area.Y >= 190 && area.Right < 640 && area.Bottom < 480));
    }

    [SkippableFact]
    public async Task An_idle_screen_is_not_asked_for_pictures()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var screen = (X11Screen)await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        while ((await frame.CaptureAsync(screen, TimeSpan.Zero)).Status != CaptureStatus.Unchanged)
        {
            // Late damage of the server's start.
        }

        var before = screen.PictureRequests;
        for (var look = 0; look < 200; look++)
            Assert.Equal(CaptureStatus.Unchanged, (await frame.CaptureAsync(screen, TimeSpan.FromMilliseconds(1))).Status);

        Assert.Equal(before, screen.PictureRequests);
        await subject.ChangePictureAsync();
        await CaptureChangeAsync(screen, frame);
        Assert.True(screen.PictureRequests > before);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drawn_pointer_follows_and_leaves_no_trace(bool withoutDamage)
    {
        string[] arguments = withoutDamage ? ["-extension", "DAMAGE"] : [];
        await using var subject = await X11Subject.StartAsync(640, 480, arguments);
        await subject.ChangePictureAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions { DrawCursor = true }, default);
        await using var plain = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        Assert.False((await screen.ReadCursorAsync(new byte[65536], default)).Changed);
        var cursor = await plain.ReadCursorAsync(new byte[65536], default);
        var frame = new HostFrame(screen.Layout);
        var truth = await subject.TakePictureAsync();
        foreach (var (x, y) in new[] { (100, 100), (300, 200), (639, 479), (0, 0) })
        {
            input.Inject(InputEvent.Pointer(x, y, 0));
            input.Settle();
            await CaptureChangeAsync(screen, frame);

            var area = new PixelRect(x - cursor.HotX, y - cursor.HotY, cursor.Width, cursor.Height);
            Assert.InRange(CountDifferences(frame, truth, screen.Layout, inside: area), 1, area.Width * area.Height);
            Assert.Equal(0, CountDifferences(frame, truth, screen.Layout, inside: null) - CountDifferences(frame, truth, screen.Layout, inside: area));
        }
    }

    [SkippableFact]
    public async Task A_second_monitor_is_a_new_layout()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        Assert.Single(screen.Layout.Monitors);

        await subject.Server.RunAsync("xrandr", "--setmonitor", "left", "640/100x800/100+0+0", "screen");
        await subject.Server.RunAsync("xrandr", "--setmonitor", "right", "640/100x800/100+640+0", "none");
        using var patience = new CancellationTokenSource(Patience);
        while (screen.Layout.Monitors.Length < 2)
            await frame.CaptureAsync(screen, Patience, patience.Token);

        Assert.Equal(
            [new PixelRect(0, 0, 640, 800), new PixelRect(640, 0, 640, 800)],
            screen.Layout.Monitors.Select(monitor => monitor.Area).Order(Comparer<PixelRect>.Create((one, other) => one.X - other.X)));
        Assert.Equal(2, screen.Layout.Monitors.Select(monitor => monitor.Id).Distinct().Count());
    }

    private static int CountDifferences(HostFrame frame, byte[] truth, ScreenLayout layout, PixelRect? inside)
    {
        var differences = 0;
        for (var y = 0; y < layout.Height; y++)
        {
            for (var x = 0; x < layout.Width; x++)
            {
                var isInside = inside is not { } area || (x >= area.X && x < area.Right && y >= area.Y && y < area.Bottom);
                if (isInside && !frame.Bytes.AsSpan((y * frame.Stride) + (x * 4), 4).SequenceEqual(truth.AsSpan(((y * layout.Width) + x) * 4, 4)))
                    differences++;
            }
        }

        return differences;
    }

    private static async Task<CaptureResult> CaptureChangeAsync(IScreenCapture screen, HostFrame frame)
    {
        CaptureResult result;
        do
            result = await frame.CaptureAsync(screen, Patience).AsTask().WaitAsync(Patience);
        while (result.Status == CaptureStatus.Unchanged);
        Assert.Equal(CaptureStatus.Changed, result.Status);
        return result;
    }

    private static async Task CatchUpAsync(X11Subject subject, IScreenCapture screen, HostFrame frame)
    {
        using var patience = new CancellationTokenSource(Patience);
        do
            await frame.CaptureAsync(screen, TimeSpan.FromMilliseconds(200), patience.Token);
        while (!frame.Shows(await subject.TakePictureAsync()));
    }
}
