namespace Orchestrator.Rfb.Tests;

/// <summary>Before a test says that something did not happen, it gives it the time to: another view does twenty rounds of the same work.</summary>
internal static class Meanwhile
{
    public static async Task AnotherViewRunsAsync()
    {
        var painter = new Painter(77);
        var screen = new ScriptedScreen(painter.Picture(64, 64));
        await using var view = new ViewChannel(screen);
        for (var round = 0; round < 20; round++)
        {
            screen.Change(picture => picture.Row(round, round, 1)[0] ^= 0x010101);
            await view.Shadow.UntilEqualAsync(screen.Picture);
        }
    }
}
