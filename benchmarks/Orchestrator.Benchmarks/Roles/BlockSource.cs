using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;

namespace Orchestrator.Benchmarks.Roles;

/// <summary>
/// A 1920×1080 picture with windows and text-like lines, and in it one block that takes another colour at each press of a button, or by itself
/// thirty times a second. It costs next to nothing to draw, so that what is measured is the product.
/// </summary>
internal sealed class BlockSource : IFrameSource, IDisposable
{
    public static readonly PixelRect Block = new(640, 384, 64, 64);

    private readonly uint[] _picture = new uint[1920 * 1080];
    private readonly Lock _lock = new();
    private readonly ITimer? _timer;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private int _buttons;

    public BlockSource(bool isLively)
    {
        Paint();
        _timer = isLively ? TimeProvider.System.CreateTimer(_ => Flip(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(33)) : null;
    }

    public ScreenLayout Layout { get; } = new(1, 1920, 1080, [new Abstractions.Monitor(1, new PixelRect(0, 0, 1920, 1080))]);

    public long Version => Interlocked.Read(ref _version);

    public string? ClipboardText { get; set; }

    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        Task changed;
        lock (_lock)
        {
            if (_version > seen || maxWait <= TimeSpan.Zero)
            {
                return;
            }

            changed = _changed.Task;
        }

        await changed.WaitAsync(maxWait, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    public long CopyTo(Memory<byte> frame, int stride)
    {
        lock (_lock)
        {
            for (var y = 0; y < 1080; y++)
            {
                MemoryMarshal.AsBytes(_picture.AsSpan(y * 1920, 1920)).CopyTo(frame.Span[(y * stride)..]);
            }

            return _version;
        }
    }

    public void Pointer(int x, int y, int buttons)
    {
        if (Interlocked.Exchange(ref _buttons, buttons) == 0 && buttons != 0)
        {
            Flip();
        }
    }

    public void Key(uint keysym, bool down)
    {
    }

    public void Dispose() => _timer?.Dispose();

    private void Flip()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _version++;
            for (var y = Block.Y; y < Block.Bottom; y++)
            {
                _picture.AsSpan((y * 1920) + Block.X, Block.Width).Fill((uint)(_version * 0x123457) & 0xFFFFFF);
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private void Paint()
    {
        for (var y = 0; y < 1080; y++)
        {
            for (var x = 0; x < 1920; x++)
            {
                var ink = y % 18 is > 4 and < 12 && (((x / 3 * 2654435761u) ^ (uint)(y / 18 * 40503)) >> 7) % 3 == 0;
                _picture[(y * 1920) + x] = ink ? 0x202830u : y < 40 ? 0x3060A0u : 0xF4F6F8u;
            }
        }
    }
}
