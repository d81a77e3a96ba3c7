using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Capture;

namespace MyPlugin.Tests;

/// <summary>The plugin, and the other side of its screen.</summary>
internal sealed class BoardSubject : CaptureSubject
{
    private readonly Board _board = new(320, 200);
    private int _drawn;

    public BoardSubject() => Plugin = new MyPlugin(_board);

    public override ICapture Plugin { get; }

    public override Task ChangePictureAsync()
    {
        _board.Fill(new PixelRect(10, 20, 30, 40), 0x3355AA + ++_drawn);
        return Task.CompletedTask;
    }

    public override Task<byte[]> TakePictureAsync()
    {
        var picture = new byte[_board.Width * _board.Height * 4];
        _board.CopyTo(picture, _board.Width * 4);
        return Task.FromResult(picture);
    }

    public override Task<bool> ChangeLayoutAsync() => Task.FromResult(false);

    public override Task<int> CountHeldAsync() => Task.FromResult(_board.Held);

    public override Task<(int X, int Y)> ReadPointerAsync() => Task.FromResult(_board.Pointer);

    public override ValueTask DisposeAsync() => Plugin.DisposeAsync();
}
