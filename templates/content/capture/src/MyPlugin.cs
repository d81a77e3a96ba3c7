using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>Shows a board and lets pointer and keys through to it. Put your display in the board's place.</summary>
public sealed class MyPlugin : ICapture
{
    private readonly Board _board;
    private volatile bool _isDisposed;

    public MyPlugin()
        : this(new Board(640, 400))
    {
    }

    internal MyPlugin(Board board) => _board = board;

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The board has no settings. Remove them.");
    }

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return ValueTask.FromResult<IScreenCapture>(new BoardScreen(_board));
    }

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return ValueTask.FromResult<IInputInjector>(new BoardInput(_board));
    }

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return ValueTask.FromResult<IClipboardText?>(null);
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }

    private void Check(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
