using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>Input into a frame source; remembers what is held, so that disposal releases it.</summary>
internal sealed class SourceInput(IFrameSource source, PointerTrace pointer) : IInputInjector
{
    private const int AllButtons = 0x7F;

    private readonly List<uint> held = [];
    private int buttons;
    private bool disposed;

    public InjectResult Inject(in InputEvent input)
    {
        if (disposed)
            return InjectResult.Unavailable;
        return input.Kind == InputKind.Pointer ? MovePointer(input) : PressKey(input);
    }

    public void ReleaseAll()
    {
        if (disposed)
            return;
        for (var last = held.Count - 1; last >= 0; last--)
            source.Key(held[last], false);
        held.Clear();
        if (buttons == 0)
            return;
        buttons = 0;
        var (x, y) = pointer.Position;
        source.Pointer(x, y, 0);
    }

    /// <summary>Nothing to wait for: the source took each event inside <see cref="Inject"/>.</summary>
    public void Settle()
    {
    }

    public ValueTask DisposeAsync()
    {
        ReleaseAll();
        disposed = true;
        return ValueTask.CompletedTask;
    }

    private InjectResult MovePointer(in InputEvent input)
    {
        var layout = source.Layout;
        if (input.X < 0 || input.Y < 0 || input.X >= layout.Width || input.Y >= layout.Height)
            return InjectResult.OutOfRange;
        buttons = input.Buttons & AllButtons;
        pointer.Position = (input.X, input.Y);
        source.Pointer(input.X, input.Y, buttons);
        return InjectResult.Injected;
    }

    private InjectResult PressKey(in InputEvent input)
    {
        if (input.Keysym == 0)
            return InjectResult.UnknownKey;
        if (!input.Down)
            held.Remove(input.Keysym);
        else if (!held.Contains(input.Keysym))
            held.Add(input.Keysym);
        source.Key(input.Keysym, input.Down);
        return InjectResult.Injected;
    }
}
