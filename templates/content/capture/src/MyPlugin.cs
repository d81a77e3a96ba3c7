using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>Shows a board and lets pointer and keys through to it. Put your display in the board's place.</summary>
public sealed class MyPlugin : ICapture
{
    private readonly Board _board;

    public MyPlugin()
        : this(new Board(640, 400))
    {
    }

    internal MyPlugin(Board board) => _board = board;

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IScreenCapture>(new BoardScreen(_board));

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IInputInjector>(new BoardInput(_board));

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IClipboardText?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
