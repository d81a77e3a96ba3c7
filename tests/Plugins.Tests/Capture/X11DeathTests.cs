using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The X server dies or hangs; this process goes on.</summary>
public sealed class X11DeathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task A_dead_server_ends_a_wait_for_the_screen()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);

        var waiting = CaptureUntilUnavailableAsync(screen, frame);
        await subject.Server.KillAsync();
        await waiting.WaitAsync(Patience);

        Assert.Equal(CaptureStatus.Unavailable, (await frame.CaptureAsync(screen, Patience).AsTask().WaitAsync(Patience)).Status);
        Assert.False((await screen.ReadCursorAsync(new byte[65536], default)).Changed);
    }

    [SkippableFact]
    public async Task A_server_that_died_before_the_first_picture_gives_none()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);

        await subject.Server.KillAsync();

        Assert.Equal(CaptureStatus.Unavailable, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        Assert.Equal(-1, frame.Bytes.AsSpan().IndexOfAnyExcept(HostFrame.Filler));
    }

    [SkippableFact]
    public async Task A_dead_server_takes_no_input()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key(0x010003B1, true)));

        await subject.Server.KillAsync();

        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Key('a', true)));
        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Pointer(1, 1, 1)));
        input.Settle();
        input.ReleaseAll();
    }

    [SkippableFact]
    public async Task A_dead_server_has_no_clipboard()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;

        await subject.Server.KillAsync();

        Assert.Null(await clipboard.ReadAsync(default).AsTask().WaitAsync(Patience));
        Assert.False(await clipboard.WriteAsync("x", default));
    }

    [SkippableFact]
    public async Task A_server_that_answers_no_more_counts_as_gone()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        await using var input = await subject.Plugin.OpenInputAsync(default);
        var frame = new HostFrame(screen.Layout);
        await subject.Server.PauseAsync();

        var result = await Task.Run(() => frame.CaptureAsync(screen, TimeSpan.Zero).AsTask()).WaitAsync(Patience);
        await Task.Run(input.Settle).WaitAsync(Patience);

        Assert.Equal(CaptureStatus.Unavailable, result.Status);
        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Key('a', true)));
    }

    [SkippableFact]
    public async Task Opening_on_a_dead_display_fails_with_a_sentence()
    {
        await using var subject = await X11Subject.StartAsync();
        await subject.Server.KillAsync();

        var problem = await Assert.ThrowsAsync<InvalidOperationException>(async () => await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default));

        Assert.Contains($"The X display {subject.Server.Display} can't be opened", problem.Message, StringComparison.Ordinal);
    }

    private static async Task CaptureUntilUnavailableAsync(IScreenCapture screen, HostFrame frame)
    {
        while ((await frame.CaptureAsync(screen, TimeSpan.FromHours(1))).Status != CaptureStatus.Unavailable)
        {
            // Late damage of the server's start.
        }
    }
}
