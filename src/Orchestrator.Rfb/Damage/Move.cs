using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>One rectangle that is the same picture in another place.</summary>
/// <param name="FromX">Left edge before.</param>
/// <param name="FromY">Top edge before.</param>
/// <param name="To">Where it is now.</param>
internal readonly record struct Move(int FromX, int FromY, PixelRect To);
