using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;

namespace Orchestrator.EndToEnd.Resuming;

/// <summary>A small screen that remembers every key that was pressed, in order, and shows how many there were.</summary>
internal sealed class KeyedScreen : IFrameSource
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _typed = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was typed.</summary>
    public string Typed
    {
        get
        {
            lock (_gate)
            {
                return _typed.ToString();
            }
        }
    }

    /// <inheritdoc/>
    public ScreenLayout Layout { get; } = new(1, 320, 200, [new Abstractions.Monitor(1, new PixelRect(0, 0, 320, 200))]);

    /// <inheritdoc/>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _typed.Length;
            }
        }
    }

    /// <inheritdoc/>
    public string? ClipboardText { get; set; }

    /// <inheritdoc/>
    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        Task changed;
        lock (_gate)
        {
            if (_typed.Length > seen)
            {
                return;
            }

            changed = _changed.Task;
        }

        await Task.WhenAny(changed, Task.Delay(maxWait, ct));
        ct.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public long CopyTo(Memory<byte> frame, int stride)
    {
        lock (_gate)
        {
            for (var y = 0; y < Layout.Height; y++)
            {
                frame.Span.Slice(y * stride, Layout.Width * 4).Fill((byte)_typed.Length);
            }

            return _typed.Length;
        }
    }

    /// <inheritdoc/>
    public void Pointer(int x, int y, int buttons)
    {
    }

    /// <inheritdoc/>
    public void Key(uint keysym, bool down)
    {
        if (!down)
        {
            return;
        }

        lock (_gate)
        {
            _typed.Append((char)keysym);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
