using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>What <c>wait-for</c> can wait for. Each returns when it holds and is ended by the token; time-outs are the caller's.</summary>
public static class ScreenWaits
{
    /// <summary>Waits until nothing changed for a while. A screen that was still all along counts from the call.</summary>
    public static async Task UntilStillAsync(this ShadowFramebuffer shadow, TimeSpan still, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = shadow.State.Version;
            using var change = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var changed = shadow.WaitForChangeAsync(seen, change.Token).AsTask();
            var rest = Task.Delay(still, time, change.Token);
            var first = await Task.WhenAny(changed, rest).ConfigureAwait(false);
            await change.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == rest)
                return;
        }
    }

    /// <summary>Waits until a pixel of an area differs from what it is now. Another size of the screen counts as a difference.</summary>
    public static async Task UntilChangedAsync(this ShadowFramebuffer shadow, PixelRect area, CancellationToken cancellationToken)
    {
        var state = shadow.State;
        var before = shadow.TakePicture();
        while (true)
        {
            state = await shadow.WaitForChangeAsync(state.Version, cancellationToken).ConfigureAwait(false);
            if (shadow.TakePicture() is { } now && (before is null || Differ(before, now, area)))
                return;
        }
    }

    /// <summary>Waits until a pixel has a colour.</summary>
    /// <param name="shadow">The screen.</param>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="colour">0x00RRGGBB.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task UntilPixelAsync(this ShadowFramebuffer shadow, int x, int y, uint colour, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = shadow.State.Version;
            if (shadow.PixelAt(x, y) == (colour & 0xFFFFFF))
                return;
            await shadow.WaitForChangeAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the instrument's screen can be seen.</summary>
    public static async Task UntilAvailableAsync(this ShadowFramebuffer shadow, CancellationToken cancellationToken)
    {
        var state = shadow.State;
        while (state.Status != ScreenStatus.Available)
            state = await shadow.WaitForChangeAsync(state.Version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for the first picture.</summary>
    public static async Task UntilPictureAsync(this ShadowFramebuffer shadow, CancellationToken cancellationToken)
    {
        var state = shadow.State;
        while (state.Layout is null)
            state = await shadow.WaitForChangeAsync(state.Version, cancellationToken).ConfigureAwait(false);
    }

    private static bool Differ(Framebuffer before, Framebuffer now, PixelRect area)
    {
        if (before.Width != now.Width || before.Height != now.Height)
            return true;
        var inside = area.Intersect(now.Area);
        return !ChangedBounds.Shrink(before, now, inside).IsEmpty;
    }
}
