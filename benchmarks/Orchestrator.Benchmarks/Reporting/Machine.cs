using System.Globalization;
using System.Runtime.InteropServices;

namespace Orchestrator.Benchmarks.Reporting;

/// <summary>The machine in general words, and how busy it is.</summary>
public static class Machine
{
    /// <summary>For example "2 cores, Linux x64".</summary>
    public static string Description =>
        $"{Environment.ProcessorCount} cores, {(OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : "other")} {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}, .NET {Environment.Version}";

    /// <summary>Programs that wanted a core in the last minute, on average; 0 where the system doesn't tell.</summary>
    public static double Load => OperatingSystem.IsLinux()
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;
}
