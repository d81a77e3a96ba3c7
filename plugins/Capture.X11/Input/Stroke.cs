namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>A key and the level that gives a keysym.</summary>
/// <param name="Code">Key code.</param>
/// <param name="Shift">Shift must be held (true), must not (false), or doesn't matter (null).</param>
/// <param name="Level3">The same for AltGr.</param>
/// <param name="WithoutCapsLock">Caps Lock must be off for the moment.</param>
internal readonly record struct Stroke(byte Code, bool? Shift, bool? Level3, bool WithoutCapsLock)
{
    /// <summary>How many modifiers would have to change for a moment.</summary>
    public int Changes(ModifierState state) =>
        (Shift is { } shift && shift != state.Shift ? 1 : 0) + (Level3 is { } level3 && level3 != state.Level3 ? 1 : 0);
}

/// <summary>What is held or locked on the display now, by whomever.</summary>
/// <param name="Shift">Shift is held.</param>
/// <param name="Level3">AltGr is held.</param>
/// <param name="CapsLock">Caps Lock is on.</param>
/// <param name="NumLock">Num Lock is on.</param>
/// <param name="Group">The layout in use, from 0.</param>
internal readonly record struct ModifierState(bool Shift, bool Level3, bool CapsLock, bool NumLock, int Group);
