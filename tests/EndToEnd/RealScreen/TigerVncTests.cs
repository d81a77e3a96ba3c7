using System.Globalization;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Technicians;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

public sealed class TigerVncTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData("Raw")]
    [InlineData("ZRLE")]
    public async Task Its_window_at_the_consoles_viewer_equals_the_display_before_and_after_changes(string encoding)
    {
        RealComponent.Require("xtigervncviewer");
        await using var session = await RealScreenSession.OpenAsync();
        await using var desktop = await Desktop.StartAsync(session.Display);
        await session.AskAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();
        await using var viewer = await session.Console.OpenViewerAsync(ViewerKind.Vnc);
        await using var desk = await XServer.StartAsync(1000, 760);
        desk.Start(
            "xtigervncviewer", "-AutoSelect=0", "-NoJPEG=1", "-FullColor=1", "-RemoteResize=0", "-SecurityTypes=None", "-AlertOnFatalError=0",
            $"-PreferredEncoding={encoding}", viewer.Address);
        var window = await FindWindowAsync(desk);
        Task<byte[]> LookAsync() => LookAtAsync(desk, window);
        var first = await Pictures.UntilEqualAsync(session.Display, LookAsync);

        await desktop.ChangeAsync(new SeededRandom(63), 200);
        await desktop.MoveAsync(1, 30, 250);
        var changed = await Pictures.UntilEqualAsync(session.Display, LookAsync);
        Assert.NotEqual(0, changed.CountDifferences(first.Bgrx));
    }

    private static async Task<byte[]> LookAtAsync(XServer desk, string window) =>
        XwdPicture.Parse(await desk.RunAsync("xwd", "-id", window, "-silent")).Bgrx;

    private static async Task<string> FindWindowAsync(XServer desk)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                var found = Encoding.ASCII.GetString(await desk.RunAsync("xdotool", "search", "--onlyvisible", "--name", "TigerVNC"));
                return "0x" + long.Parse(found.Split('\n')[0], CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
            }
            catch (InvalidOperationException)
            {
                // Not there yet: each look is a program of its own, so this loop doesn't spin.
            }
        }
    }
}
