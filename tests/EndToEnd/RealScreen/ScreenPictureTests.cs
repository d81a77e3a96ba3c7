using Orchestrator.Domain;
using Orchestrator.Rfb;
using Orchestrator.Technicians;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

public sealed class ScreenPictureTests
{
    private const int Changes = 1_000;
    private const int ChangesAtOnce = 50;
    private static readonly TimeSpan ToolTime = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task TigerVncs_windows_and_gvnccapture_equal_the_display_with_each_encoding_alone_also_after_1000_changes_and_moved_windows()
    {
        RealComponent.Require("xtigervncviewer", "gvnccapture", "vncsnapshot", "convert");
        await using var session = await RealScreenSession.OpenAsync();
        await using var desktop = await Desktop.StartAsync(session.Display);
        await session.AskAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();

        // CopyRect alone says what moved and nothing else: what changed comes as Raw beside it.
        await using var raw = await EncodingViewers.OpenAsync(session, ScreenEncodings.Raw, "Raw");
        await using var copyRect = await EncodingViewers.OpenAsync(session, ScreenEncodings.CopyRect, "Raw");
        await using var zrle = await EncodingViewers.OpenAsync(session, ScreenEncodings.Zrle, "ZRLE");
        await using var consoles = await session.Console.OpenViewerAsync(ViewerKind.Vnc);
        await using var ordinary = await TigerVncWindow.OpenAsync(consoles.Address, "ZRLE");
        async Task<XwdPicture> AllEqualAsync()
        {
            await raw.UntilEqualAsync();
            await copyRect.UntilEqualAsync();
            await zrle.UntilEqualAsync();
            return await Pictures.UntilEqualAsync(session.Display, ordinary.LookAsync);
        }

        var first = await AllEqualAsync();

        var random = new SeededRandom(61);
        for (var made = 0; made < Changes; made += ChangesAtOnce)
        {
            await desktop.ChangeAsync(random, ChangesAtOnce);
            await Pictures.UntilShadowEqualAsync(session.Display, session.Console.Screen);
        }

        var changed = await AllEqualAsync();
        Assert.NotEqual(0, changed.CountDifferences(first.Bgrx));

        await desktop.MoveAsync(0, 200, 130);
        await desktop.MoveAsync(1, 40, 60);
        var moved = await AllEqualAsync();
        Assert.NotEqual(0, moved.CountDifferences(changed.Bgrx));
        Assert.True(copyRect.Sent.Copies > 0, $"nothing was copied in {copyRect.Sent.Updates} updates");
        Assert.Equal((0, 0), (raw.Sent.Copies, zrle.Sent.Copies));

        await using var port = new LocalPort(session.Console.Screen, session.File("old.sock"), ScreenEncodings.All);
        await ExternalProcess.RunAsync("vncsnapshot", ["-quality", "100", port.Display, session.File("old.jpg")], timeout: ToolTime);
        var size = await ExternalProcess.RunAsync("identify", ["-format", "%w %h", session.File("old.jpg")]);
        Assert.Equal("800 600", System.Text.Encoding.ASCII.GetString(size));
    }

    /// <summary>The console's server with one encoding alone, a TigerVNC window that stays connected to it, and gvnccapture, which connects anew each time.</summary>
    private sealed class EncodingViewers(RealScreenSession session, ScreenEncodings encoding, LocalPort port, TigerVncWindow window) : IAsyncDisposable
    {
        public ViewerCounters Sent => port.Sent;

        public static async Task<EncodingViewers> OpenAsync(RealScreenSession session, ScreenEncodings encoding, string preferred)
        {
            var port = new LocalPort(session.Console.Screen, session.File($"{encoding}.sock"), encoding);
            return new EncodingViewers(session, encoding, port, await TigerVncWindow.OpenAsync(port.Socket, preferred));
        }

        public async Task UntilEqualAsync()
        {
            await Pictures.UntilEqualAsync(session.Display, window.LookAsync);
            var file = session.File($"{encoding}.png");
            await Pictures.UntilEqualAsync(session.Display, async () =>
            {
                await ExternalProcess.RunAsync("gvnccapture", ["-q", port.Display, file], timeout: ToolTime);
                return await Pictures.ReadAsync(file);
            });
        }

        public async ValueTask DisposeAsync()
        {
            await window.DisposeAsync();
            await port.DisposeAsync();
        }
    }
}
