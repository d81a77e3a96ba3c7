using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>Pointer and keys before the board; remembers what is held, so that nothing stays down.</summary>
internal sealed class BoardInput(Board board) : IInputInjector
{
    private readonly HashSet<uint> _held = [];
    private bool _isClosed;

    public InjectResult Inject(in InputEvent input)
    {
        if (_isClosed)
            return InjectResult.Unavailable;
        if (input.Kind == InputKind.Pointer)
        {
            if (input.X < 0 || input.Y < 0 || input.X >= board.Width || input.Y >= board.Height)
                return InjectResult.OutOfRange;
            board.Point(input.X, input.Y, input.Buttons);
            return InjectResult.Injected;
        }

        if (input.Keysym == 0)
            return InjectResult.UnknownKey;
        _ = input.Down ? _held.Add(input.Keysym) : _held.Remove(input.Keysym);
        board.Press(input.Keysym, input.Down);
        return InjectResult.Injected;
    }

    public void ReleaseAll()
    {
        if (_isClosed)
            return;
        foreach (var keysym in _held)
            board.Press(keysym, false);
        _held.Clear();
        board.Point(board.Pointer.X, board.Pointer.Y, 0);
    }

    /// <summary>Nothing to wait for: the board took each event at once.</summary>
    public void Settle()
    {
    }

    public ValueTask DisposeAsync()
    {
        ReleaseAll();
        _isClosed = true;
        return ValueTask.CompletedTask;
    }
}
