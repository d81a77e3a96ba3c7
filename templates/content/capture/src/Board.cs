using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>A picture in memory, and what is pressed before it. Callable from any thread.</summary>
internal sealed class Board(int width, int height)
{
    private readonly Lock _lock = new();
    private readonly byte[] _pixels = new byte[width * height * 4];
    private readonly HashSet<uint> _keys = [];
    private TaskCompletionSource _changed = New();
    private int _buttons;

    public int Width => width;

    public int Height => height;

    public (int X, int Y) Pointer { get; private set; }

    public int Held
    {
        get
        {
            lock (_lock)
                return _keys.Count + int.PopCount(_buttons);
        }
    }

    /// <summary>Grows with each change.</summary>
    public long Version { get; private set; }

    /// <summary>Completes at the next change. Take it before looking at <see cref="Version"/>.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Fills a rectangle with a colour, 0xRRGGBB.</summary>
    public void Fill(PixelRect area, int colour)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var inside = area.Intersect(new PixelRect(0, 0, width, height));
            for (var y = inside.Y; y < inside.Bottom; y++)
            {
                for (var x = inside.X; x < inside.Right; x++)
                    BitConverter.TryWriteBytes(_pixels.AsSpan((y * width + x) * 4), colour & 0xFFFFFF);
            }

            Version++;
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    /// <summary>Copies the whole picture; gives its version.</summary>
    public long CopyTo(Span<byte> frame, int stride)
    {
        lock (_lock)
        {
            for (var y = 0; y < height; y++)
                _pixels.AsSpan(y * width * 4, width * 4).CopyTo(frame[(y * stride)..]);
            return Version;
        }
    }

    public void Point(int x, int y, int buttons)
    {
        lock (_lock)
        {
            Pointer = (x, y);
            _buttons = buttons;
        }
    }

    public void Press(uint keysym, bool down)
    {
        lock (_lock)
            _ = down ? _keys.Add(keysym) : _keys.Remove(keysym);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
