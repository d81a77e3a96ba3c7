using Orchestrator.Abstractions;
using Orchestrator.Rfb;

namespace Orchestrator.Technicians.Tests;

/// <summary>A screen that never changes.</summary>
internal sealed class StillScreen(Framebuffer picture) : IScreenCapture
{
    private bool _isShown;

    public ScreenLayout Layout { get; } = new(7, picture.Width, picture.Height, [new(1, picture.Area)]);

    /// <summary>A picture with many colours and some large areas, the same each time.</summary>
    public static Framebuffer Picture(int width, int height)
    {
        var picture = new Framebuffer(width, height);
        picture.Fill(picture.Area, 0x204060);
        picture.Fill(new PixelRect(20, 20, width / 3, height / 3), 0xFFFFFF);
        for (var y = height / 2; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                picture.Row(y, x, 1)[0] = (uint)(((x * 7) & 0xFF) << 16 | ((y * 13) & 0xFF) << 8 | ((x ^ y) & 0xFF));
            }
        }

        return picture;
    }

    public async ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (_isShown)
        {
            if (maxWait > TimeSpan.Zero)
            {
                await Task.Delay(maxWait, cancellationToken);
            }

            return new CaptureResult(CaptureStatus.Unchanged, Layout.Version, 0);
        }

        _isShown = true;
        picture.Memory.CopyTo(frame);
        return new CaptureResult(CaptureStatus.Changed, Layout.Version, -1);
    }

    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => new(default(CursorResult));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
