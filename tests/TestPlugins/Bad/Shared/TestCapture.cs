using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>A capture plugin of 64 × 48 pixels that does its part; each bad plugin is this one with one thing done wrong.</summary>
public abstract class TestCapture : ICapture
{
    /// <summary>What the host lent.</summary>
    protected PluginContext? Context { get; private set; }

    public virtual ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        Context = context;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IScreenCapture>(new TestScreen(this));

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) => throw new NotSupportedException("The test plugin takes no input.");

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IClipboardText?>(null);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>One look at the screen, grey all over.</summary>
    protected internal virtual ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, Memory<PixelRect> damage, CancellationToken cancellationToken)
    {
        frame.Span.Fill(0x77);
        return ValueTask.FromResult(new CaptureResult(CaptureStatus.Changed, 1, -1));
    }

    private sealed class TestScreen(TestCapture plugin) : IScreenCapture
    {
        public ScreenLayout Layout { get; } = new(1, 64, 48, [new Orchestrator.Abstractions.Monitor(1, new PixelRect(0, 0, 64, 48))]);

        public ValueTask<CaptureResult> CaptureAsync(
            Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken) =>
            plugin.CaptureAsync(frame, damage, cancellationToken);

        public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => ValueTask.FromResult(default(CursorResult));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
