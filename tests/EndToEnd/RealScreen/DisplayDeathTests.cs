using Orchestrator.Domain;
using Orchestrator.EndToEnd.OwnTerminal;
using Orchestrator.Rfb;
using Orchestrator.Technicians;

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
        Assert.Equal(Orchestrator.QuickSupport.Composition.ExitCode.Ended, outcome.Code);
    }

    [SkippableFact]
    public async Task Both_faces_say_that_the_screen_is_gone_and_chat_and_files_go_on()
    {
        await using var session = await OwnTerminalSession.OpenAsync(onDisplay: false);
        await session.AllowAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();
        var gone = new TaskCompletionSource<Notice.ScreenChanged>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = session.Console.Watch(notice =>
        {
            if (notice is Notice.ScreenChanged changed)
                gone.TrySetResult(changed);
        });

        await session.Display.KillAsync();

        var told = await gone.Task.WaitAsync(Patience);
        Assert.Equal(ScreenStatus.Unavailable, told.Status);
        Assert.Contains("can't be seen: its display is locked, or has ended", told.Sentence, StringComparison.Ordinal);
        Assert.Contains("ask the operator", told.Sentence, StringComparison.Ordinal);
        await session.Terminal.UntilAsync(@"can't see this screen any more: its display is locked, or has ended[\s\S]*press e to end");
        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.Console.ShotAsync(session.File("shot.png")));
        Assert.Equal(("SCREEN_UNAVAILABLE", told.Sentence), (refused.Code, refused.Message));

        session.Console.Chat("Are you there?");
        await session.Terminal.UntilAsync("Technician: Are you there");
        await File.WriteAllTextAsync(session.File("worklist.gwl"), "A;Rack;;;1;;10\n");
        Assert.Equal(TransferState.Done, (await session.SendAsync(session.File("worklist.gwl"))).State);

        var end = await session.Console.EndAsync("the display is gone").WaitAsync(Patience);
        Assert.True(end.IsOrderly, end.Sentence);
        Assert.Equal((1, 1), await session.CountAsync(happened => happened is SessionEvents.PartFailed { Part: "screen" }));
        await session.Terminal.UntilAsync("Press any key to close");
    }
}
