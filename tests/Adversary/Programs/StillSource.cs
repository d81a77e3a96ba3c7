using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;

namespace Orchestrator.Adversary.Programs;

/// <summary>A screen that never changes and counts who looks at it, types at it, and touches its clipboard.</summary>
internal sealed class StillSource(string clipboard) : IFrameSource
{
    private string? _clipboard = clipboard;
    private int _reads;
    private int _copies;
    private int _events;
    private int _writes;

    public int Copies => Volatile.Read(ref _copies);

    public int Events => Volatile.Read(ref _events);

    public int ClipboardReads => Volatile.Read(ref _reads);

    public int ClipboardWrites => Volatile.Read(ref _writes);

    public ScreenLayout Layout { get; } = new(1, 64, 64, [new Abstractions.Monitor(1, new PixelRect(0, 0, 64, 64))]);

    public long Version => 1;

    public string? ClipboardText
    {
        get
        {
            Interlocked.Increment(ref _reads);
            return _clipboard;
        }

        set
        {
            Interlocked.Increment(ref _writes);
            _clipboard = value;
        }
    }

    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        if (seen >= Version && maxWait > TimeSpan.Zero)
        {
            await Task.Delay(maxWait, ct);
        }
    }

    public long CopyTo(Memory<byte> frame, int stride)
    {
        Interlocked.Increment(ref _copies);
        return Version;
    }

    public void Pointer(int x, int y, int buttons) => Interlocked.Increment(ref _events);

    public void Key(uint keysym, bool down) => Interlocked.Increment(ref _events);
}
