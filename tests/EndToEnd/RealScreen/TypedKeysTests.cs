using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

public sealed class TypedKeysTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Text_typed_at_the_console_lands_in_a_file_that_a_program_in_xterm_writes()
    {
        const string text = "Hello, Lab! 10 % of \"5\" {A1} <tip> ~_|";
        await using var session = await RealScreenSession.OpenAsync();
        var (typed, ended) = (session.File("typed"), session.File("ended"));
        await ExternalProcess.RunAsync("mkfifo", [ended]);
        session.Display.Start("xterm", "-u8", "-geometry", "100x30+0+0", "-e", "sh", "-c", $"cat > '{typed}'; echo > '{ended}'");
        await session.Display.FindWindowAsync("class", "xterm");
        await session.AskAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();
        await session.AskAsync(Capability.ControlInput);
        await session.Console.PointAsync(100, 100, 0);

        await session.Console.TypeAsync(text);
        await session.Console.KeyAsync("Return");
        await session.Console.KeyAsync("ctrl+d");

        // Opening and reading the pipe waits until the program in the terminal ended.
        await File.ReadAllTextAsync(ended).WaitAsync(Patience);
        Assert.Equal(text + "\n", await File.ReadAllTextAsync(typed));
        Assert.True(session.QuickSupport.Counters.EventsInjected >= 2 * text.Length);
    }
}
