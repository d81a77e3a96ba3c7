using System.Globalization;
using System.Text;
using Orchestrator.TestSupport;

namespace Orchestrator.Rfb.Tests;

public sealed class TigerVncTests
{
    private const string Title = "Orchestrator test screen";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData(ScreenEncodings.Raw)]
    [InlineData(ScreenEncodings.CopyRect)]
    [InlineData(ScreenEncodings.Zrle)]
    [InlineData(ScreenEncodings.All)]
    public async Task Its_window_equals_the_shadow_after_200_changes(ScreenEncodings encodings)
    {
        RealComponent.Require("Xvfb", "xtigervncviewer", "xdotool", "xwd");
        using var folder = new SocketFolder();
        var painter = new Painter(51);
        var screen = new ScriptedScreen(painter.Picture(500, 380));
        await using var view = new ViewChannel(screen, ViewChannel.Fast with { Encodings = encodings });
        var input = new RecordingViewerInput();
        var options = new ViewerOptions { Encodings = encodings, Name = Title };
        await using var server = LocalViewerServer.OnUnixSocket(folder.Socket, view.Shadow, input, TimeProvider.System, options);
        await using var display = await XServer.StartAsync(800, 600);
        var preferred = encodings.HasFlag(ScreenEncodings.Zrle) ? "ZRLE" : "Raw";
        display.Start(
            "xtigervncviewer", "-AutoSelect=0", "-NoJPEG=1", "-FullColor=1", "-RemoteResize=0", "-SecurityTypes=None", "-AlertOnFatalError=0",
            $"-PreferredEncoding={preferred}", folder.Socket);
        var window = await FindWindowAsync(display);
        await ShowsAsync(display, window, screen.Picture);

        for (var change = 0; change < 200; change++)
        {
            screen.Change(picture => painter.Change(picture));
            if (change % 10 == 0)
                await view.Shadow.UntilEqualAsync(screen.Picture);
        }

        await view.Shadow.UntilEqualAsync(screen.Picture);
        await ShowsAsync(display, window, view.Shadow.TakePicture()!);

        await display.RunAsync("xdotool", "mousemove", "--window", window, "20", "30", "click", "1");
        var seen = new List<string>();
        while (!seen.Contains("pointer 20 30 1"))
            seen.Add(await input.NextAsync());
    }

    private static async Task<string> FindWindowAsync(XServer display)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                var found = await display.RunAsync("xdotool", "search", "--onlyvisible", "--name", Title);
                return Encoding.ASCII.GetString(found).Split('\n')[0].Trim();
            }
            catch (InvalidOperationException)
            {
                // Not there yet: each look is a program of its own, so this loop doesn't spin.
            }
        }
    }

    private static async Task ShowsAsync(XServer display, string window, Framebuffer expected)
    {
        using var limit = new CancellationTokenSource(Limit);
        var id = "0x" + long.Parse(window, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
        var differences = int.MaxValue;
        while (differences != 0)
        {
            Assert.False(limit.IsCancellationRequested, $"{differences} pixels differ");
            var picture = XwdPicture.Parse(await display.RunAsync("xwd", "-id", id, "-silent"));
            Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
            differences = picture.CountDifferences(expected.Memory.Span);
        }
    }
}
