namespace Orchestrator.Abstractions;

/// <summary>
/// Opened input. Synchronous, each call under 5 ms, one at a time and from one host thread; there is nothing to cancel, and a display that is gone is a
/// result. Disposal releases all, is quick (1 s) and final; afterwards every event is <see cref="InjectResult.Unavailable"/> and the other calls do nothing.
/// </summary>
public interface IInputInjector : IAsyncDisposable
{
    /// <summary>Injects one event, behind all events before it. Budget: 5 ms.</summary>
    /// <param name="input">The event; copied.</param>
    /// <returns>What became of it; whatever isn't <see cref="InjectResult.Injected"/> had no effect.</returns>
    InjectResult Inject(in InputEvent input);

    /// <summary>Releases every key and button that this object pressed; input may go on. Never throws. Budget: 5 ms.</summary>
    void ReleaseAll();

    /// <summary>Returns once the display server has taken every event injected before, or is gone. Budget: 1 s.</summary>
    void Settle();
}

/// <summary>One event of pointer or keyboard.</summary>
/// <param name="Kind">Which of the other fields count.</param>
/// <param name="X">Pointer: column in the whole screen.</param>
/// <param name="Y">Pointer: row in the whole screen.</param>
/// <param name="Buttons">Pointer: all buttons held now; bit 0 left, 1 middle, 2 right, 3–6 wheel up, down, left, right (RFC 6143, 7.5.5).</param>
/// <param name="Keysym">Key: X11 keysym (RFC 6143, 7.5.4).</param>
/// <param name="ScanCode">Key: XT scan code, 0 when unknown.</param>
/// <param name="Down">Key: pressed or released.</param>
public readonly record struct InputEvent(InputKind Kind, int X, int Y, int Buttons, uint Keysym, uint ScanCode, bool Down)
{
    /// <summary>A pointer event.</summary>
    /// <param name="x">Column in the whole screen.</param>
    /// <param name="y">Row in the whole screen.</param>
    /// <param name="buttons">All buttons held now, as in <see cref="Buttons"/>.</param>
    public static InputEvent Pointer(int x, int y, int buttons) => new(InputKind.Pointer, x, y, buttons, 0, 0, false);

    /// <summary>A key event.</summary>
    /// <param name="keysym">X11 keysym.</param>
    /// <param name="down">Pressed or released.</param>
    /// <param name="scanCode">XT scan code, 0 when unknown.</param>
    public static InputEvent Key(uint keysym, bool down, uint scanCode = 0) => new(InputKind.Key, 0, 0, 0, keysym, scanCode, down);
}

/// <summary>Pointer or key.</summary>
public enum InputKind
{
    /// <summary>Position and buttons.</summary>
    Pointer,

    /// <summary>One key.</summary>
    Key,
}

/// <summary>What became of an event.</summary>
public enum InjectResult
{
    /// <summary>Given to the display server.</summary>
    Injected,

    /// <summary>This display has no way to produce that key.</summary>
    UnknownKey,

    /// <summary>Outside the screen.</summary>
    OutOfRange,

    /// <summary>No display server.</summary>
    Unavailable,
}
