using Orchestrator.Domain;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Rfb;

namespace Orchestrator.EndToEnd.RealScreen;

public sealed class DisplayDeathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Killing_the_X_server_ends_the_screen_and_neither_the_process_nor_the_order_of_the_session()
    {
        await using var session = await RealScreenSession.OpenAsync();
        await session.AskAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();
        await session.AskAsync(Capability.ControlInput);
        var screen = session.Console.Screen;
        Assert.Equal(ScreenStatus.Available, screen.State.Status);

        await session.Display.KillAsync();

        using var limit = new CancellationTokenSource(Patience);
        while (screen.State is { Status: ScreenStatus.Available } state)
            await screen.WaitForChangeAsync(state.Version, limit.Token);
        Assert.Equal(ScreenStatus.Unavailable, screen.State.Status);
        Assert.False(session.QuickSupport.Completion.IsCompleted);

        var end = await session.Console.EndAsync("the display is gone").WaitAsync(Patience);
        Assert.True(end.IsOrderly, end.Sentence);
        Assert.NotEmpty(end.Sentence);
        var outcome = await session.QuickSupport.Completion.WaitAsync(Patience);
        Assert.Equal(ExitCode.Ended, outcome.Code);
    }
}
