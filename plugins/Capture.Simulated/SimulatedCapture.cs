using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated.TestCard;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>
/// Capture without a display server. With the empty constructor it shows a moving test card that is a function of the
/// host's clock and of the input it got; with an <see cref="IFrameSource"/> it shows that source.
/// </summary>
/// <remarks>Settings, for the test card only: <c>{"width": 1280, "height": 800}</c>, each 64 to 8192 pixels.</remarks>
public sealed class SimulatedCapture : ICapture
{
    private readonly PointerTrace pointer = new();
    private IFrameSource? source;
    private volatile bool disposed;

    /// <summary>Shows the test card.</summary>
    public SimulatedCapture()
    {
    }

    /// <summary>Shows <paramref name="source"/>; the caller keeps it and disposes of it.</summary>
    public SimulatedCapture(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        this.source = source;
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var (width, height) = CardSize.Read(context.Settings);
        source ??= new TestCardSource(width, height, context.Time);

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ValueTask.FromResult<IScreenCapture>(new SourceScreen(Started(cancellationToken), pointer, options.DrawCursor));
    }

    /// <inheritdoc />
    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IInputInjector>(new SourceInput(Started(cancellationToken), pointer));

    /// <inheritdoc />
    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IClipboardText?>(new SourceClipboard(Started(cancellationToken)));

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }

    private IFrameSource Started(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(disposed, this);
        return source ?? throw new InvalidOperationException("The simulated screen was opened before it was started.");
    }
}
