using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Everything about the shadow but its pixels, at one moment; immutable.</summary>
/// <param name="Version">Grows with every change of anything.</param>
/// <param name="Layout">Null before the first picture. Its version is the one that input must name.</param>
/// <param name="Cursor">The pointer's picture.</param>
/// <param name="Status">Whether the instrument's screen can be seen now; the pixels stay as they were.</param>
public sealed record ShadowState(long Version, ScreenLayout? Layout, CursorPicture Cursor, ScreenStatus Status);
