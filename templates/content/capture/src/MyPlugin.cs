using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>Shows a board and lets pointer and keys through to it. Put your display in the board's place.</summary>
public sealed class MyPlugin : ICapture
{
    private readonly Board _board;
    private volatile bool _isClosed;

    public MyPlugin()
        : this(new Board(640, 400))
    {
    }

    internal MyPlugin(Board board) => _board = board;

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return context.Settings.IsEmpty ? ValueTask.CompletedTask : throw new FormatException("The board has no settings; remove them from the configuration.");
    }

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IScreenCapture>(new BoardScreen(Open(cancellationToken)));

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IInputInjector>(new BoardInput(Open(cancellationToken)));

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken)
    {
        Open(cancellationToken);
        return ValueTask.FromResult<IClipboardText?>(null);
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return ValueTask.CompletedTask;
    }

    private Board Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return _board;
    }
}
