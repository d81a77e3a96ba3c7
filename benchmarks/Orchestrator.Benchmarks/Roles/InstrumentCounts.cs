namespace Orchestrator.Benchmarks.Roles;

/// <summary>What the screen and the pumps of an instrument process did since it began.</summary>
/// <param name="CaptureCalls">Calls of the capture plugin.</param>
/// <param name="Frames">Pictures taken.</param>
/// <param name="DrawingSeconds">Processor time that the simulated screen took to draw itself, which no real instrument's QuickSupport would pay.</param>
/// <param name="LastLook">When the screen was last looked at, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts.</param>
/// <param name="Allocated">Bytes allocated by the process.</param>
internal sealed record InstrumentCounts(long CaptureCalls, long Frames, double DrawingSeconds, long LastLook, long Allocated);
