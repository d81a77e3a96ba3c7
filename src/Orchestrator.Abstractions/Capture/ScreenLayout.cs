using System.Collections.Immutable;

namespace Orchestrator.Abstractions;

/// <summary>The screen's shape at one moment; immutable.</summary>
/// <param name="Version">Grows by one or more at each change, within one opened capture.</param>
/// <param name="Width">Pixels of the whole screen, all monitors together.</param>
/// <param name="Height">Pixels of the whole screen, all monitors together.</param>
/// <param name="Monitors">At least one; inside the whole screen.</param>
public sealed record ScreenLayout(int Version, int Width, int Height, ImmutableArray<Monitor> Monitors);

/// <summary>One monitor.</summary>
/// <param name="Id">Stable while the monitor is connected.</param>
/// <param name="Area">Its place in the whole screen.</param>
public readonly record struct Monitor(uint Id, PixelRect Area);
