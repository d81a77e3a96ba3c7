using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.ImageFolder;

/// <summary>
/// Shows the pictures of a folder as a screen, one after the other in the order of their names, over and over. Settings:
/// <c>{"folder": "/absolute/path", "milliseconds": 1000}</c>. No clipboard; input is refused as <see cref="InjectResult.Unavailable"/>.
/// </summary>
public sealed class ImageFolderCapture : ICapture
{
    private SlideShow? _show;

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        _show = new SlideShow(FolderSettings.Read(context.Settings), context.Time, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IScreenCapture>(new FolderScreen(Started(cancellationToken)));

    /// <inheritdoc />
    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken)
    {
        Started(cancellationToken);
        return ValueTask.FromResult<IInputInjector>(new NoInput());
    }

    /// <inheritdoc />
    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken)
    {
        Started(cancellationToken);
        return ValueTask.FromResult<IClipboardText?>(null);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _show = null;
        return ValueTask.CompletedTask;
    }

    private SlideShow Started(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _show ?? throw new ObjectDisposedException(nameof(ImageFolderCapture));
    }
}
