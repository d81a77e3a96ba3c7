using System.Numerics;
using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>A frame source that is a picture in memory and notes its input.</summary>
internal sealed class MemorySource(int width, int height) : IFrameSource
{
    private readonly Lock gate = new();
    private readonly HashSet<uint> keys = [];
    private uint[] pixels = new uint[width * height];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int buttons;

    public ScreenLayout Layout { get; private set; } = LayoutOf(1, width, height);

    public long Version { get; private set; }

    public string? ClipboardText { get; set; }

    public (int X, int Y) PointerAt { get; private set; }

    public int Held => keys.Count + BitOperations.PopCount((uint)buttons);

    public void Paint(PixelRect area, uint colour) => Change(() =>
    {
        for (var y = area.Y; y < area.Bottom; y++)
            pixels.AsSpan((y * Layout.Width) + area.X, area.Width).Fill(colour);
    });

    public void Resize(int newWidth, int newHeight) => Change(() =>
    {
        pixels = new uint[newWidth * newHeight];
        Layout = LayoutOf(Layout.Version + 1, newWidth, newHeight);
    });

    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        Task signal;
        lock (gate)
        {
            if (Version > seen)
                return;
            signal = changed.Task;
        }

        await Task.WhenAny(signal, Task.Delay(maxWait, ct));
        ct.ThrowIfCancellationRequested();
    }

    public long CopyTo(Memory<byte> frame, int stride)
    {
        lock (gate)
        {
            var row = Layout.Width * 4;
            if (stride < row || frame.Length < stride * Layout.Height)
                return -1;
            for (var y = 0; y < Layout.Height; y++)
                MemoryMarshal.AsBytes(pixels.AsSpan(y * Layout.Width, Layout.Width)).CopyTo(frame.Span[(y * stride)..]);
            return Version;
        }
    }

    public void Pointer(int x, int y, int held) => (PointerAt, buttons) = ((x, y), held);

    public void Key(uint keysym, bool down)
    {
        if (down)
            keys.Add(keysym);
        else
            keys.Remove(keysym);
    }

    private static ScreenLayout LayoutOf(int version, int width, int height) =>
        new(version, width, height, [new Abstractions.Monitor(1, new PixelRect(0, 0, width, height))]);

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            Version++;
            (signal, changed) = (changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        signal.TrySetResult();
    }
}
