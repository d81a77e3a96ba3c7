using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>
/// What every capture plugin must do: screen, input and clipboard, each alone and all at once. A plugin is right when a class that derives from this passes.
/// </summary>
public abstract partial class CaptureConformance : PluginConformance<ICapture>
{
    private CaptureSubject? subject;

    /// <summary>The plugin, started, on a screen of its own.</summary>
    protected CaptureSubject Subject => subject ?? throw new InvalidOperationException("The test has no screen yet.");

    /// <summary>The settings that lead to <see cref="Subject"/>'s screen.</summary>
    protected sealed override ReadOnlyMemory<byte> Settings => Encoding.UTF8.GetBytes(Subject.Settings);

    private protected override IEnumerable<(string Member, Func<ICapture, CancellationToken, Task> Call)> Calls =>
    [
        (nameof(ICapture.OpenScreenAsync), async (plugin, token) => LeaveToTest(await plugin.OpenScreenAsync(new CaptureOptions(), token))),
        (nameof(ICapture.OpenInputAsync), async (plugin, token) => LeaveToTest(await plugin.OpenInputAsync(token))),
        (nameof(ICapture.OpenClipboardAsync), async (plugin, token) => await CloseAsync(await plugin.OpenClipboardAsync(token))),
    ];

    /// <summary>Starts the plugin on a screen of its own, with somebody before it. Skips the test where that isn't to be had.</summary>
    protected abstract Task<CaptureSubject> OpenSubjectAsync();

    /// <inheritdoc />
    protected sealed override async Task PrepareAsync() => subject = await OpenSubjectAsync();

    /// <inheritdoc />
    protected sealed override async Task CleanUpAsync()
    {
        if (subject is not null)
            await subject.DisposeAsync();
    }

    private protected override async Task UseAsync(ICapture plugin)
    {
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        await screen.ReadCursorAsync(new byte[256 * 256 * 4], default);
        using (var stop = new CancellationTokenSource())
        {
            var waiting = WaitForeverAsync(screen, frame, stop.Token);
            await stop.CancelAsync();
            await EndsCancelledAsync(waiting);
        }

        await using var input = await plugin.OpenInputAsync(default);
        var answer = Subject.TakesInput ? InjectResult.Injected : InjectResult.Unavailable;
        Assert.Equal(answer, input.Inject(InputEvent.Pointer(1, 1, 0)));
        Assert.Equal(answer, input.Inject(InputEvent.Key('a', true)));
        input.Settle();
        if (await plugin.OpenClipboardAsync(default) is { } clipboard)
        {
            await clipboard.WriteAsync("text", default);
            await clipboard.ReadAsync(default);
            await clipboard.DisposeAsync();
        }

        if (plugin is ISessionLockSource source && await source.OpenSessionLockAsync(default) is { } watch)
        {
            await watch.WaitAsync(SessionLockState.Unknown, TimeSpan.Zero, default);
            await watch.DisposeAsync();
        }
    }

    /// <summary>A frame for a layout, with some bytes after each row and filled with a byte that no picture needs.</summary>
    protected static HostFrame FrameFor(ScreenLayout layout) => new(layout);

    /// <summary>Captures until the frame shows what the screen shows.</summary>
    protected async Task CatchUpAsync(IScreenCapture screen, HostFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var patience = new CancellationTokenSource(Patience);
        var truth = await Subject.TakePictureAsync();
        while (!frame.Shows(truth))
        {
            await frame.CaptureAsync(screen, TimeSpan.FromSeconds(1), patience.Token);
            truth = await Subject.TakePictureAsync();
        }
    }

    private static ValueTask CloseAsync(IAsyncDisposable? opened) => opened?.DisposeAsync() ?? ValueTask.CompletedTask;
}
