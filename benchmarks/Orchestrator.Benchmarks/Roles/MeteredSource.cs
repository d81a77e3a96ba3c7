using System.Diagnostics;
using Orchestrator.Abstractions;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Plugins.Capture.Simulated;

namespace Orchestrator.Benchmarks.Roles;

/// <summary>A frame source whose own cost is counted apart, and whose last look is noted.</summary>
internal sealed class MeteredSource(IFrameSource inner) : IFrameSource
{
    private long _drawing;
    private long _lastLook;

    /// <summary>Processor time in <see cref="CopyTo"/>.</summary>
    public double DrawingSeconds => TimeSpan.FromTicks(Interlocked.Read(ref _drawing)).TotalSeconds;

    /// <summary>When a picture was last taken.</summary>
    public long LastLook => Interlocked.Read(ref _lastLook);

    public ScreenLayout Layout => inner.Layout;

    public long Version => inner.Version;

    public string? ClipboardText
    {
        get => inner.ClipboardText;
        set => inner.ClipboardText = value;
    }

    public ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct) => inner.WaitForChangeAsync(seen, maxWait, ct);

    public long CopyTo(Memory<byte> frame, int stride)
    {
        Interlocked.Exchange(ref _lastLook, Stopwatch.GetTimestamp());
        var before = ThreadCpu.Now;
        var version = inner.CopyTo(frame, stride);
        Interlocked.Add(ref _drawing, (ThreadCpu.Now - before).Ticks);
        return version;
    }

    public void Pointer(int x, int y, int buttons) => inner.Pointer(x, y, buttons);

    public void Key(uint keysym, bool down) => inner.Key(keysym, down);
}
