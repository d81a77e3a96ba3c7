using System.Runtime.InteropServices;

namespace Orchestrator.Benchmarks.Measuring;

/// <summary>Processor time of the calling thread, for a step that runs within a process whose rest isn't meant.</summary>
internal static partial class ThreadCpu
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Since the thread began; zero where the system doesn't tell.</summary>
    public static TimeSpan Now =>
        OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100) : default;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
