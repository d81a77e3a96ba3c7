using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>The host's side of a capture: a frame with gaps between its rows, and what the calls said.</summary>
public sealed class HostFrame
{
    /// <summary>What no plugin may leave in a pixel's X byte nor touch between the rows.</summary>
    public const byte Filler = 0xAA;

    private const int Gap = 12;

    private readonly ScreenLayout layout;

    /// <summary>Makes a frame that holds <paramref name="layout"/>.</summary>
    public HostFrame(ScreenLayout layout)
    {
        this.layout = layout;
        Stride = (layout.Width * 4) + Gap;
        Bytes = new byte[Stride * layout.Height];
        Bytes.AsSpan().Fill(Filler);
    }

    /// <summary>The frame.</summary>
    public byte[] Bytes { get; }

    /// <summary>Bytes from row to row.</summary>
    public int Stride { get; }

    /// <summary>Room for damage.</summary>
    public PixelRect[] Damage { get; set; } = new PixelRect[64];

    /// <summary>One capture into this frame.</summary>
    public ValueTask<CaptureResult> CaptureAsync(IScreenCapture screen, TimeSpan maxWait, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(screen);
        return screen.CaptureAsync(Bytes, Stride, Damage, maxWait, cancellationToken);
    }

    /// <summary>True when the frame shows exactly <paramref name="picture"/> (rows without gaps).</summary>
    public bool Shows(ReadOnlySpan<byte> picture)
    {
        var row = layout.Width * 4;
        for (var y = 0; y < layout.Height; y++)
        {
            if (!Bytes.AsSpan(y * Stride, row).SequenceEqual(picture.Slice(y * row, row)))
                return false;
        }

        return true;
    }

    /// <summary>True when no byte between the rows was touched.</summary>
    public bool GapsAreUntouched()
    {
        for (var y = 0; y < layout.Height; y++)
        {
            if (Bytes.AsSpan((y * Stride) + (layout.Width * 4), Gap).ContainsAnyExcept(Filler))
                return false;
        }

        return true;
    }

    /// <summary>Pixels that differ from an older copy of the frame and lie in none of the first <paramref name="count"/> rectangles.</summary>
    public int CountChangesOutside(byte[] before, int count)
    {
        ArgumentNullException.ThrowIfNull(before);
        var outside = 0;
        for (var y = 0; y < layout.Height; y++)
        {
            for (var x = 0; x < layout.Width; x++)
            {
                var at = (y * Stride) + (x * 4);
                if (!Bytes.AsSpan(at, 4).SequenceEqual(before.AsSpan(at, 4)) && !IsInside(x, y, count))
                    outside++;
            }
        }

        return outside;
    }

    private bool IsInside(int x, int y, int count) =>
        Damage.Take(count).Any(area => x >= area.X && x < area.Right && y >= area.Y && y < area.Bottom);
}
