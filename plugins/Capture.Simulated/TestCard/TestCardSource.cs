using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated.TestCard;

/// <summary>
/// A test card with a moving block: the same clock and the same input give the same picture. Ten steps a second; the
/// pointer leaves a cross, keys fill a row of cells, so that input can be seen.
/// </summary>
internal sealed class TestCardSource(int width, int height, TimeProvider time) : IFrameSource
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly long start = time.GetTimestamp();
    private readonly CardState state = new();
    private TaskCompletionSource inputCame = NewSignal();
    private string? clipboard;

    public ScreenLayout Layout { get; } = new(1, width, height, [new Abstractions.Monitor(1, new PixelRect(0, 0, width, height))]);

    public long Version
    {
        get
        {
            lock (gate)
                return VersionNow(StepNow());
        }
    }

    public string? ClipboardText
    {
        get
        {
            lock (gate)
                return clipboard;
        }

        set
        {
            lock (gate)
                clipboard = value;
        }
    }

    public async ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct)
    {
        Task signal;
        TimeSpan untilNext;
        lock (gate)
        {
            if (VersionNow(StepNow()) > seen || maxWait <= TimeSpan.Zero)
                return;
            signal = inputCame.Task;
            untilNext = Step - TimeSpan.FromTicks(time.GetElapsedTime(start).Ticks % Step.Ticks);
        }

        var wait = untilNext < maxWait ? untilNext : maxWait;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signal, Task.Delay(wait, time, done.Token)).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
    }

    public long CopyTo(Memory<byte> frame, int stride)
    {
        if (!FrameRoom.Holds(frame.Length, stride, Layout))
            return -1;
        lock (gate)
        {
            var step = StepNow();
            CardPainter.Paint(frame.Span, stride, Layout, step, state);
            return VersionNow(step);
        }
    }

    public void Pointer(int x, int y, int buttons) => Note(() => state.Pointer = (x, y, buttons));

    public void Key(uint keysym, bool down) => Note(() => state.Key(keysym, down));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Note(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            state.Inputs++;
            (signal, inputCame) = (inputCame, NewSignal());
        }

        signal.TrySetResult();
    }

    private long StepNow() => time.GetElapsedTime(start).Ticks / Step.Ticks;

    private long VersionNow(long step) => step + state.Inputs;
}
