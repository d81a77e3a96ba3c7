using Orchestrator.Abstractions;
using Orchestrator.Rfb;

namespace Orchestrator.Technicians;

/// <summary>
/// The screen as it was before the technician's last input: what <c>wait-for change</c> compares with, so that an answer that comes before the wait
/// begins isn't missed.
/// </summary>
internal sealed class ScreenBaseline(ShadowFramebuffer screen)
{
    private volatile Framebuffer? _before;

    /// <summary>An input follows now.</summary>
    public void Mark() => _before = screen.TakePicture();

    /// <summary>Waits until an area differs from what it was before the last input; without one since the last wait, from what it is now.</summary>
    public async Task UntilChangedAsync(PixelRect area, CancellationToken cancellationToken)
    {
        var before = Interlocked.Exchange(ref _before, null) ?? screen.TakePicture();
        while (true)
        {
            var seen = screen.State.Version;
            if (screen.TakePicture() is { } now && (before is null || Differ(before, now, area)))
            {
                return;
            }

            await screen.WaitForChangeAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Differ(Framebuffer before, Framebuffer now, PixelRect area)
    {
        if (before.Area != now.Area)
        {
            return true;
        }

        var inside = area.Intersect(now.Area);
        for (var y = inside.Y; y < inside.Bottom; y++)
        {
            if (!before.Row(y, inside.X, inside.Width).SequenceEqual(now.Row(y, inside.X, inside.Width)))
            {
                return true;
            }
        }

        return false;
    }
}
