using Orchestrator.Domain;
using Orchestrator.Rfb;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

public sealed class ScreenPictureTests
{
    private static readonly TimeSpan ToolTime = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Gvnccapture_at_the_console_equals_the_display_with_each_encoding_alone_also_after_1000_changes_and_moved_windows()
    {
        RealComponent.Require("gvnccapture", "vncsnapshot", "convert");
        await using var session = await RealScreenSession.OpenAsync();
        await using var desktop = await Desktop.StartAsync(session.Display);
        await session.AskAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();
        var first = await CaptureWithEachAsync(session, "first");

        var random = new SeededRandom(61);
        for (var round = 0; round < 10; round++)
        {
            await desktop.ChangeAsync(random, 100);
            await Pictures.UntilShadowEqualAsync(session.Display, session.Console.Screen);
        }

        var changed = await CaptureWithEachAsync(session, "changed");
        Assert.NotEqual(0, changed.CountDifferences(first.Bgrx));

        await desktop.MoveAsync(0, 200, 130);
        await desktop.MoveAsync(1, 40, 60);
        var moved = await CaptureWithEachAsync(session, "moved");
        Assert.NotEqual(0, moved.CountDifferences(changed.Bgrx));

        await using var port = new LocalPort(session.Console.Screen, session.File("old.sock"), ScreenEncodings.All);
        await ExternalProcess.RunAsync("vncsnapshot", ["-quality", "100", port.Display, session.File("old.jpg")], timeout: ToolTime);
        var size = await ExternalProcess.RunAsync("identify", ["-format", "%w %h", session.File("old.jpg")]);
        Assert.Equal("800 600", System.Text.Encoding.ASCII.GetString(size));
    }

    private static async Task<XwdPicture> CaptureWithEachAsync(RealScreenSession session, string name)
    {
        XwdPicture? picture = null;
        foreach (var encodings in new[] { ScreenEncodings.Raw, ScreenEncodings.Zrle, ScreenEncodings.CopyRect })
        {
            var file = session.File($"{name}-{encodings}.png");
            await using var port = new LocalPort(session.Console.Screen, session.File("s"), encodings);
            picture = await Pictures.UntilEqualAsync(session.Display, async () =>
            {
                await ExternalProcess.RunAsync("gvnccapture", ["-q", port.Display, file], timeout: ToolTime);
                return await Pictures.ReadAsync(file);
            });
        }

        return picture!;
    }
}
