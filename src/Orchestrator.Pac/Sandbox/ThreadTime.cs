using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Orchestrator.Pac.Sandbox;

/// <summary>
/// Processor time of the calling thread. A script isn't stopped because the computer has other things to do: an instrument's own run comes first there.
/// </summary>
internal static partial class ThreadTime
{
    private const int ThreadCpuTime = 3;

    /// <summary>So far; where the system doesn't tell, the time that passed.</summary>
    public static TimeSpan Now()
    {
        if (OperatingSystem.IsWindows())
            return OfWindows();
        return OperatingSystem.IsLinux() && ClockGetTime(ThreadCpuTime, out var spent) == 0
            ? TimeSpan.FromSeconds(spent.Seconds) + TimeSpan.FromTicks(spent.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);
    }

    [SupportedOSPlatform("windows")]
    private static TimeSpan OfWindows() =>
        GetThreadTimes(GetCurrentThread(), out _, out _, out var kernel, out var user) != 0 ? TimeSpan.FromTicks(kernel + user) : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Spent spent);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetCurrentThread();

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetThreadTimes(nint thread, out long created, out long exited, out long kernel, out long user);

    [StructLayout(LayoutKind.Sequential)]
    private struct Spent
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
