using Orchestrator.Testbed.Instrument.Screen;
using Orchestrator.Testbed.InstrumentWindow.Native;

namespace Orchestrator.Testbed.InstrumentWindow;

/// <summary>
/// Shows an instrument's screen in a window: one thread waits for events, one task puts each new picture. Whichever meets the end of
/// the display ends both.
/// </summary>
internal sealed class InstrumentWindow(InstrumentScreen screen, XWindow window)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private readonly byte[] _picture = new byte[screen.Layout.Width * screen.Layout.Height * 4];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _showing = new();
    private long _shown = -1;

    /// <summary>Returns when somebody closed the window or the token is cancelled; throws <see cref="DisplayGoneException"/> when the display is gone.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A thread of its own: it spends its life inside xcb_wait_for_event. It is a background thread, so it never keeps the process.
        new Thread(Listen) { IsBackground = true, Name = "X events" }.Start();
        var pictures = ShowChangesAsync(stop.Token);
        var first = await Task.WhenAny(pictures, _ended.Task).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await pictures.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    private async Task ShowChangesAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                lock (_showing)
                {
                    if (screen.Version != _shown)
                    {
                        _shown = screen.CopyTo(_picture, screen.Layout.Width * 4);
                        window.Show(_picture);
                    }
                }

                await screen.WaitForChangeAsync(_shown, LongestWait, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    private void Listen()
    {
        try
        {
            while (window.WaitForEvent() is { } happened)
                Handle(happened);
            _ended.TrySetResult();
        }
        catch (DisplayGoneException gone)
        {
            _ended.TrySetException(gone);
        }
    }

    private void Handle(in InputEventData happened)
    {
        switch (happened.Kind)
        {
            case InputEventData.Motion:
                screen.Pointer(happened.X, happened.Y, Held(happened.State));
                break;
            case InputEventData.ButtonPress:
                screen.Pointer(happened.X, happened.Y, Held(happened.State) | Bit(happened.Detail));
                break;
            case InputEventData.ButtonRelease:
                screen.Pointer(happened.X, happened.Y, Held(happened.State) & ~Bit(happened.Detail));
                break;
            case InputEventData.KeyPress or InputEventData.KeyRelease:
                if (window.Keys.Find(happened.Detail, happened.State) is var keysym and not 0)
                    screen.Key(keysym, happened.Kind == InputEventData.KeyPress);
                break;
            case InputEventData.Expose:
                lock (_showing)
                {
                    if (_shown >= 0)
                        window.Show(_picture);
                }

                break;
        }
    }

    /// <summary>X has buttons 1–5 in bits 8–12 of the state, in the order that the screen wants.</summary>
    private static int Held(ushort state) => (state >> 8) & 31;

    private static int Bit(byte button) => button is >= 1 and <= 7 ? 1 << (button - 1) : 0;
}
